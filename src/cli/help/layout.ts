/**
 * How an explanation is laid out: titled parts of text, lists and command lines, in the width that
 * there is. What is to be copied is broken only where a shell still reads it as one line.
 */
import { type Paint, painterOf } from '../output/paint.ts'
import { type Look, lookOf, type Terminal } from '../output/terminal.ts'
import { pad, width, wrap } from '../output/width.ts'

export type Part = {
  title?: string
  text?: string
  /** A word and what it means; words of one page stand in one column. */
  rows?: readonly (readonly [word: string, about: string])[]
  /** Its words stand in a column of their own. */
  apart?: boolean
  /** Command lines, to be copied as they are. */
  lines?: readonly string[]
}

/** Longer lines are hard to read, however wide the screen. */
const widest = 100

/** The page, a blank line between its parts. */
export const layOut = async (parts: readonly Part[], terminal: Terminal): Promise<string> => {
  const look = lookOf(terminal)
  return pageText(parts, look, await painterOf(look.colours))
}

/** The same with the look settled. */
export const pageText = (parts: readonly Part[], look: Look, paint: Paint): string => {
  const columns = Math.min(look.width, widest)
  const together = indentOf(
    parts.filter(({ apart }) => !apart),
    columns,
  )
  const blocks = parts
    .map(part => ({ ...part, indent: part.apart ? indentOf([part], columns) : together }))
    .map(({ title, text, rows = [], lines = [], indent }) => [
      ...(title === undefined ? [] : [paint(title, 'bold')]),
      ...(text === undefined ? [] : textLines(text, columns, title === undefined ? '' : '  ')),
      ...rows.flatMap(row => rowLines(row, indent, columns)),
      ...lines.flatMap(line => commandLines(line, columns)),
    ])
  const page = blocks.filter(lines => lines.length > 0).map(lines => `${lines.join('\n')}\n`)
  return page.join('\n')
}

/** Where the second column begins: behind the longest word, unless that leaves too little. */
const indentOf = (parts: readonly Part[], columns: number): number => {
  const words = parts.flatMap(({ rows = [] }) => rows.map(([word]) => width(word)))
  return Math.min(Math.max(0, ...words), Math.floor(columns * 0.4)) + 4
}

const textLines = (text: string, columns: number, indent: string): string[] =>
  text
    .split('\n')
    .flatMap(line => wrap(line, columns - indent.length))
    .map(line => (indent + line).trimEnd())

const rowLines = ([word, about]: readonly [string, string], indent: number, columns: number) => {
  const [first = '', ...rest] = about === '' ? [] : wrap(about, columns - indent)
  const below = [first, ...rest].map(line => ' '.repeat(indent) + line)
  const fits = width(word) + 4 <= indent
  if (!fits) return [`  ${word}`, ...(first === '' ? [] : below)]
  return [`  ${pad(word, indent - 2)}${first}`.trimEnd(), ...below.slice(1)]
}

/** Before a flag a line may go on below, as a shell allows; never within quotes. */
const commandLines = (line: string, columns: number): string[] => {
  const room = columns - 6
  const lines: string[] = []
  for (const unit of unitsOf(line, room)) {
    const longer = lines.length === 0 ? unit : `${lines.at(-1)} ${unit}`
    if (lines.length > 0 && width(longer) <= room) lines[lines.length - 1] = longer
    else lines.push(unit)
  }
  return lines.map((text, at) => {
    const goesOn = at < lines.length - 1 ? ' \\' : ''
    return `${at === 0 ? '  ' : '    '}${text}${goesOn}`
  })
}

/** The words of a command line; a flag and its value are one, where they fit on a line. */
const unitsOf = (line: string, room: number): string[] => {
  const words = line.match(/(?:'[^']*'|"[^"]*"|[^\s'"]+)+/g) ?? []
  const units: string[] = []
  for (const [at, word] of words.entries()) {
    const isValue = !word.startsWith('-') && words[at - 1]?.startsWith('-')
    const both = `${units.at(-1)} ${word}`
    if (isValue && width(both) <= room) units[units.length - 1] = both
    else units.push(word)
  }
  return units
}

/**
 * What could stand where the cursor is. Commands, flags and choices are known from the manifest; for
 * the value of a field it is only said here whose value is wanted.
 */
import type { Described } from '../help/pages.ts'
import { meant } from '../words.ts'

/** A word, and a few words on it for shells that show them. */
export type Candidate = readonly [word: string, about: string]

export type Wanted =
  | { kind: 'words'; words: Candidate[] }
  | { kind: 'files' }
  /** The value of a flag or an argument: `before` is typed already and stays. */
  | { kind: 'value'; command: Described; name: string; before: string; typed: string }

export type Asked = Wanted & {
  /** What `--env` before the cursor says. */
  environment?: string
}

const words = (candidates: Iterable<Candidate>, typed: string): Wanted => ({
  kind: 'words',
  words: [...candidates].filter(([word]) => word.startsWith(typed)),
})

/** `typed` are the words behind `steward`; the last one is as far as it is typed, perhaps ''. */
export const wantedAt = (commands: readonly Described[], typed: readonly string[]): Asked => {
  const last = typed.at(-1) ?? ''
  const isCommand = (path: string) => commands.some(({ id }) => id === path.replaceAll('/', ':'))
  const before = typed.length < 2 ? [] : meant(typed.slice(0, -1), isCommand)
  const length = before.findLastIndex((_, at) => commandAt(commands, before.slice(0, at + 1))) + 1
  const command = commandAt(commands, before.slice(0, length))
  if (!command) return words(nextWords(commands, before, last), last)
  return withinCommand(command, before.slice(length), last)
}

const commandAt = (commands: readonly Described[], path: readonly string[]) =>
  path.length === 0 ? undefined : commands.find(({ id }) => id === path.join(':'))

/** The next word of every command that begins like this. */
const nextWords = (commands: readonly Described[], path: readonly string[], last: string) => {
  if (path.length === 0 && last.startsWith('-')) {
    return new Map([
      ['--help', 'What there is.'],
      ['--version', 'Which version this is.'],
    ])
  }
  const found = new Map<string, string>()
  for (const { id, hidden, summary = '' } of commands) {
    const parts = id.split(':')
    const word = parts[path.length]
    if (hidden || word === undefined || path.some((part, at) => part !== parts[at])) continue
    const isTopic = parts.length > path.length + 1
    if (!found.has(word) || !isTopic) found.set(word, isTopic ? `${word} …` : summary)
  }
  return found
}

type Flag = Described['flags'][string]

const flagOf = ({ flags }: Described, word: string): Flag | undefined => {
  const name = word.replace(/^-+/, '').replace(/=.*$/s, '')
  return word.startsWith('--')
    ? flags[name]
    : Object.values(flags).find(({ char }) => char === name)
}

const takesValue = (flag: Flag | undefined): boolean => flag?.type === 'option'

const withinCommand = (command: Described, rest: readonly string[], last: string): Asked => {
  const used = new Map<string, string>()
  let positions = 0
  let pending: Flag | undefined
  let onlyPositions = false
  for (const word of rest) {
    if (pending) {
      used.set(pending.name, word)
      pending = undefined
    } else if (onlyPositions || !word.startsWith('-')) positions++
    else if (word === '--') onlyPositions = true
    else {
      const flag = flagOf(command, word)
      const value = /=(.*)$/s.exec(word)?.[1]
      if (flag) used.set(flag.name, value ?? '')
      if (takesValue(flag) && value === undefined) pending = flag
    }
  }
  const stuck = /^(--[a-z-]+=)(.*)$/s.exec(last)
  const stuckTo = stuck && !onlyPositions ? flagOf(command, stuck[1]!) : undefined
  const environment = used.get('env')
  if (pending) return { ...valueAt(command, pending, last), environment }
  if (stuck && stuckTo) return { ...valueAt(command, stuckTo, stuck[2]!, stuck[1]), environment }
  if (last.startsWith('-') && !onlyPositions) return words(flagsLeft(command, used), last)
  const args = Object.values(command.args)
  const arg = args[positions] ?? args.findLast(({ multiple }) => multiple)
  if (!arg) return words(last === '' ? flagsLeft(command, used) : [], last)
  if (arg.options)
    return words(
      arg.options.map(option => [option, '']),
      last,
    )
  if (arg.name === 'file') return { kind: 'files' }
  return { kind: 'value', command, name: arg.name, before: '', typed: last, environment }
}

const valueAt = (command: Described, flag: Flag, typed: string, before = ''): Wanted => {
  const { name, options, helpValue } = flag
  if (options) {
    return words(
      options.map(option => [before + option, '']),
      before + typed,
    )
  }
  if (helpValue === 'FILE' || helpValue === 'DIR') return { kind: 'files' }
  return { kind: 'value', command, name, before, typed }
}

const flagsLeft = ({ flags }: Described, used: ReadonlyMap<string, string>): Candidate[] =>
  Object.values(flags)
    .filter(({ name, hidden }) => !hidden && !used.has(name))
    .flatMap(({ name, description = '', allowNo }): Candidate[] => [
      [`--${name}`, description],
      ...(allowNo ? [[`--no-${name}`, ''] as const] : []),
    ])

/** How an operation's answer is printed: one place for every format. */

import type { Change, Subject } from '../kernel/event.ts'
import type { Answered } from '../kernel/runner.ts'
import type { Format } from './options.ts'
import { jsonText, yamlText } from './output/formats.ts'
import { pick } from './output/pick.ts'
import { renderRecord, type Section } from './output/record.ts'
import { visible } from './output/safe.ts'
import type { Column } from './output/table.ts'
import type { Terminal } from './output/terminal.ts'
import { isRow, plainText, type Row } from './output/value.ts'
import { write } from './output/write.ts'
import { type PageLike, rowPrinter } from './pages.ts'

export type Answering = {
  terminal: Terminal
  format: Format
  fields: string[] | undefined
  headers: boolean
  wide: boolean
  columns: readonly Column[]
  /** How a single record reads to a person; its members one by one if there is none. */
  sections?: (value: never, terminal: Terminal) => Section[]
  /** What a dry run would have done, where that says more than what would change. */
  foretold?: (value: never, terminal: Terminal) => Section[]
  /** The answer where it is a text of its own: a signed note. */
  text?: (value: never) => string
}

export const isPage = (value: unknown): value is PageLike =>
  isRow(value) && Array.isArray(value.data) && 'hasMore' in value

const asRow = (value: unknown): Row => (isRow(value) ? value : { value })

/** Prints what an operation answered. */
export const printAnswer = async (outcome: Answered, how: Answering): Promise<void> => {
  const { stdout } = how.terminal
  const value = answered(outcome, how)
  const picked = how.fields ? pick(value, how.fields) : value
  if (how.format === 'json') return void (await write(stdout, jsonText(picked)))
  if (how.format === 'yaml') return void (await write(stdout, await yamlText(picked)))
  if (isPage(value)) return printRows(value.data, value.total, how)
  if (how.format !== 'table') return printRows([asRow(value)], null, how)
  if (how.text && !how.fields) return void (await write(stdout, how.text(value as never)))
  const sections = outcome.dryRun ? dryRunSections(outcome, how) : sectionsOf(picked, how)
  await write(stdout, await renderRecord(sections, how))
}

/** That it was answered before is told when it was, and where it is asked for: what has been done is
 * never refused for a field. */
const answered = (
  { value, dryRun, changes, messages, replayed }: Answered,
  { fields }: Answering,
): unknown => {
  if (dryRun) return { dryRun: true, changes, messages, result: value }
  const isAsked = fields?.includes('replayed') && !isPage(value)
  return (replayed || isAsked) && isRow(value) ? { ...value, replayed } : value
}

const printRows = async (rows: Row[], total: number | null, how: Answering): Promise<void> => {
  const printer = await rowPrinter(how)
  if (rows.length > 0) await printer.rows(rows)
  await printer.end(total)
}

const sectionsOf = (value: unknown, { sections, fields, terminal }: Answering): Section[] => {
  if (sections && !fields) return sections(value as never, terminal)
  return [{ fields: Object.entries(asRow(value)).map(([name, member]) => [name, member]) }]
}

/** A name that could be read as somebody else's name and address is put in quotes. */
const shownName = (name: string): string =>
  /[<>@"]/.test(name) ? JSON.stringify(visible(name)) : visible(name)

/** A record as a person names it: name, email, id. */
export const nameOf = ({ id, name, email }: Subject): string =>
  [name && shownName(name), email && `<${visible(email)}>`, id].filter(part => part).join(' ')

const dryRunSections = (
  { value, changes, messages }: Answered,
  { foretold, terminal }: Answering,
): Section[] => {
  if (foretold) return foretold(value as never, terminal)
  if (changes.length + messages.length === 0) return [{ fields: [['Would change', 'nothing']] }]
  return [
    ...changes.map(change => ({
      title: `Would change ${nameOf(change.subject)}`,
      fields: differences(change),
    })),
    ...messages.map(message => ({
      title: 'Would send',
      fields: [
        ['to', message.recipient],
        ['message', message.template],
      ] as Section['fields'],
    })),
  ]
}

/** Each member that differs, as "before → after". */
export const differences = ({ before, after }: Change): Section['fields'] => {
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  return names.map(name => [name, difference(before?.[name], after?.[name], before === null)])
}

/** A change in a line: whom, as they are called until then, and what from and to. */
export const changeText = (change: Change): string => {
  const fields = differences(change).map(([name, value]) => `${name} ${value}`)
  const { subject, before } = change
  const was = (name: 'name' | 'email') => (before?.[name] as string | undefined) ?? subject[name]
  const whom = nameOf({ ...subject, name: was('name'), email: was('email') })
  return `${whom}: ${fields.join(', ')}`
}

const difference = (before: unknown, after: unknown, isNew: boolean): string => {
  const shown = (value: unknown) => plainText(value) || 'none'
  return isNew ? shown(after) : `${shown(before)} → ${shown(after)}`
}

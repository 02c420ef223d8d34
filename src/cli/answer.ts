/** How an operation's answer is printed: one place for every format. */

import type { Change, Subject } from '../kernel/event.ts'
import type { Outcome } from '../kernel/runner.ts'
import type { Format } from './options.ts'
import { csvColumnsOf, csvWriter } from './output/csv.ts'
import { idsLine, jsonText, ndjsonLine, yamlText } from './output/formats.ts'
import { pick } from './output/pick.ts'
import { renderRecord, type Section } from './output/record.ts'
import { visible } from './output/safe.ts'
import { type Column, renderTable } from './output/table.ts'
import type { Terminal } from './output/terminal.ts'
import { isRow, plainText, type Row } from './output/value.ts'
import { write } from './output/write.ts'

export type Answering = {
  terminal: Terminal
  format: Format
  fields: string[] | undefined
  headers: boolean
  wide: boolean
  columns: readonly Column[]
  /** How a single record reads to a person; its members one by one if there is none. */
  sections?: (value: never, terminal: Terminal) => Section[]
}

type PageLike = { data: Row[]; hasMore: boolean; nextCursor: string | null; total: number | null }

export const isPage = (value: unknown): value is PageLike =>
  isRow(value) && Array.isArray(value.data) && 'hasMore' in value

const asRow = (value: unknown): Row => (isRow(value) ? value : { value })

/** Prints what an operation answered. */
export const printAnswer = async (outcome: Outcome, how: Answering): Promise<void> => {
  const { stdout } = how.terminal
  const value = answered(outcome)
  const picked = how.fields ? pick(value, how.fields) : value
  if (how.format === 'json') return void (await write(stdout, jsonText(picked)))
  if (how.format === 'yaml') return void (await write(stdout, await yamlText(picked)))
  if (isPage(picked)) return printRows(picked.data, how)
  if (how.format !== 'table') return printRows([asRow(picked)], how)
  const sections = outcome.dryRun ? dryRunSections(outcome) : sectionsOf(picked, how)
  await write(stdout, await renderRecord(sections, how))
}

const answered = ({ value, dryRun, changes, messages, replayed }: Outcome): unknown => {
  if (dryRun) return { dryRun: true, changes, messages, result: value }
  return replayed && isRow(value) ? { ...value, replayed: true } : value
}

/** Rows in any of the formats that are lists. */
export const printRows = async (rows: Row[], how: Answering): Promise<void> => {
  const { stdout } = how.terminal
  if (how.format === 'ndjson') return void (await write(stdout, rows.map(ndjsonLine).join('')))
  if (how.format === 'ids')
    return void (await write(stdout, rows.map(row => idsLine(row)).join('')))
  if (how.format === 'csv') return printCsv(rows, how)
  const columns = how.fields?.map(key => ({ key, title: key })) ?? how.columns
  const { text, dropped } = await renderTable(rows, columns, how)
  await write(stdout, text)
  if (dropped.length > 0) {
    await write(
      how.terminal.stderr,
      `Not shown for want of room: ${dropped.join(', ')}. Try --wide.\n`,
    )
  }
}

const printCsv = async (rows: Row[], { terminal, fields, headers, columns }: Answering) => {
  const first = rows[0]
  const wanted = fields?.map(key => ({ key })) ?? (first ? csvColumnsOf(first) : columns)
  const phones = wanted.map(({ key }) => ({ key, phone: key === 'phone' }))
  const options = { headers, visible: terminal.interactive.stdout }
  const writer = await csvWriter(phones, text => write(terminal.stdout, text), options)
  await writer.rows(rows)
}

const sectionsOf = (value: unknown, { sections, fields, terminal }: Answering): Section[] => {
  if (sections && !fields) return sections(value as never, terminal)
  return [{ fields: Object.entries(asRow(value)).map(([name, member]) => [name, member]) }]
}

/** A record as a person names it: name, email, id. */
export const nameOf = ({ id, name, email }: Subject): string =>
  [name && visible(name), email && `<${visible(email)}>`, id].filter(part => part).join(' ')

const dryRunSections = ({ changes, messages }: Outcome): Section[] => {
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

const difference = (before: unknown, after: unknown, isNew: boolean): string => {
  const shown = (value: unknown) => plainText(value) || 'none'
  return isNew ? shown(after) : `${shown(before)} → ${shown(after)}`
}

/** What an import tells of its file: how it was read, row by row what became of it, and the counts. */
import { errorBody, invalid, type StewardError } from '../../kernel/errors.ts'
import type { Change } from '../../kernel/event.ts'
import type { Run } from '../../kernel/run.ts'
import type { RowOutcome } from '../../kernel/runner.ts'
import { type Answering, changeText, nameOf } from '../answer.ts'
import { jsonText, ndjsonLine, yamlText } from '../output/formats.ts'
import { pick } from '../output/pick.ts'
import { renderRecord } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import { renderTable } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { write } from '../output/write.ts'
import type { BadRow, FileRow, ImportHead } from './file.ts'

/** Takes what happens as it happens. */
export type Report = {
  /** Rows that failed this time, as far as they are kept. */
  readonly failed: readonly BadRow[]
  head(head: ImportHead): Promise<void>
  row(done: RowOutcome<FileRow>): Promise<void>
  left(what: readonly string[]): void
  /** A row without anything that its person could be known by another time. */
  unknown(): void
  /** The counts of the whole run, and with them what is told of the file. */
  end(run: Run): Promise<void>
}

/** Rows on a terminal: enough to see what is wrong with the file, and what would become of people. */
const mostShown = 20

/** What one JSON document holds of each kind; -o ndjson has a line for every row. */
const mostInJson = 10_000

/** So many things that have no place here are told apart. */
const mostKinds = 200

const failedColumns = [
  { key: 'line', title: 'line', priority: 0 },
  { key: 'column', title: 'column', priority: 0 },
  { key: 'field', title: 'field', priority: 0 },
  { key: 'message', title: 'what is wrong', priority: 0 },
]

type RowChange = Change & { line: number }

type Told = {
  terminal: Terminal
  dryRun: boolean
  head: ImportHead | undefined
  failed: BadRow[]
  /** Of a dry run, by row: people who are here already, and people who would be new. */
  known: RowChange[]
  fresh: RowChange[]
  changed: number
  left: Map<string, number>
  unknown: number
}

type How = Pick<Answering, 'terminal' | 'format' | 'fields'>

const lineMembers = ['line', 'column', 'outcome', 'id', 'error', 'changes'] as const
const documentMembers = [
  ...['dryRun', 'run', 'format', 'mapping', 'guessed', 'ignored', 'created', 'updated', 'skipped'],
  ...['failed', 'withoutKey', 'notCarriedOver', 'changes', 'cut'],
] as const

/** How --fields picks, told to be wrong before anything is done. */
const checkedFields = (members: readonly string[], fields: readonly string[] | undefined) => {
  const unknown = fields?.find(name => !members.includes(name.split('.')[0]!))
  if (unknown !== undefined) {
    throw invalid('fields', 'There is no field of that name.', `There are: ${members.join(', ')}.`)
  }
  const none = Object.fromEntries(members.map(name => [name, null]))
  return (value: object) => (fields ? pick({ ...none, ...value }, fields) : value)
}

/** One row's, with -o ndjson. */
type Line = {
  line: number
  outcome: string
  id?: string | null
  column?: number | null
  error?: object
  changes?: readonly Change[]
}

/** Throws `invalid_input` for a format that has no place for what an import has to say. */
export const importReport = (how: How, dryRun: boolean): Report => {
  const { terminal, format, fields } = how
  if (format === 'csv' || format === 'ids') {
    const hint = 'Use a table, --json, -o ndjson or -o yaml.'
    throw invalid('output', 'What became of a file is no list of one kind of row.', hint)
  }
  const picked = checkedFields(format === 'ndjson' ? lineMembers : documentMembers, fields)
  const left = new Map<string, number>()
  const told: Told = {
    ...{ terminal, dryRun, left, head: undefined },
    ...{ failed: [], known: [], fresh: [], changed: 0, unknown: 0 },
  }
  const line = async (value: Line) => {
    if (format === 'ndjson') await write(terminal.stdout, ndjsonLine(picked(value)))
  }
  return {
    failed: told.failed,
    async head(head) {
      told.head = head
      const text = headText(head)
      if (text !== '') await write(terminal.stderr, text)
    },
    async row({ row, outcome, error }) {
      if (error) {
        const fault = faultOf(row, error, told.head)
        if (told.failed.length < mostInJson) told.failed.push(fault)
        const { column } = fault
        return line({ line: row.line, column, outcome: 'failed', error: errorBody(error) })
      }
      // Nobody's record is made for who doesn't look at it.
      if (!dryRun && format !== 'ndjson') return
      const { outcome: what, consumer, supervisor, account } = outcome.value as Outcome
      const id = dryRun && what === 'created' ? null : (consumer ?? supervisor ?? account)!.id
      if (!dryRun) return line({ line: row.line, outcome: what, id })
      told.changed += outcome.changes.length
      keepChanges(told, row.line, outcome.changes)
      return line({ line: row.line, outcome: what, id, changes: outcome.changes })
    },
    left(what) {
      for (const name of what) {
        const kind = left.has(name) || left.size < mostKinds ? name : 'others'
        left.set(kind, (left.get(kind) ?? 0) + 1)
      }
    },
    unknown() {
      told.unknown += 1
    },
    async end(run) {
      if (format === 'table') return tellPerson(told, run)
      const { stdout } = terminal
      if (format === 'ndjson') {
        return void (await write(stdout, ndjsonLine({ summary: summaryOf(told, run) })))
      }
      const document = picked(documentOf(told, run))
      await write(stdout, format === 'yaml' ? await yamlText(document) : jsonText(document))
    },
  }
}

/** Of the whole run, rows before this time's included. */
const countsOf = ({ tally, failed }: Run) => ({
  created: tally.created ?? 0,
  updated: tally.updated ?? 0,
  skipped: tally.skipped ?? 0,
  failed,
})

/** Whose row it was stands under the name of their topic's records. */
type Outcome = { outcome: 'created' | 'updated' | 'skipped' } & {
  [noun in 'consumer' | 'supervisor' | 'account']?: { id: string }
}

const faultOf = (
  { line, column }: FileRow,
  { field, message }: StewardError,
  head: ImportHead | undefined,
): BadRow => {
  const at = field === undefined ? -1 : (head?.fields.indexOf(field) ?? -1)
  return { line, column: column ?? (at < 0 ? null : at + 1), field: field ?? null, message }
}

/** People who are here already could be surprised: new ones don't take their room. */
const keepChanges = ({ known, fresh }: Told, line: number, made: readonly Change[]): void => {
  for (const change of made) {
    const list = change.before === null ? fresh : known
    if (list.length < mostInJson / 2) list.push({ line, ...change })
  }
}

/** How the file is read, where that is not by the person's own word. */
const headText = ({ format, by, mapping, guessed }: ImportHead): string => {
  const lines = guessed.map(field => `${field} is the column ${quoted(mapping[field])}.`)
  if (lines.length > 0) lines.push('Another? --map FIELD=COLUMN, or --ignore COLUMN.')
  if (by === 'contents' && format !== 'csv') {
    lines.unshift(`The file is taken for ${format}: --format says otherwise.`)
  }
  return lines.map(line => `${line}\n`).join('')
}

const quoted = (name = ''): string => JSON.stringify(visible(name.slice(0, 80)))

const leftOf = ({ left, unknown }: Told) => ({
  ...(unknown > 0 && { withoutKey: unknown }),
  ...(left.size > 0 && {
    notCarriedOver: Object.fromEntries([...left].sort(([, a], [, b]) => b - a)),
  }),
})

const summaryOf = (told: Told, run: Run) => {
  const { dryRun, head } = told
  const { format, mapping = {}, guessed = [], ignored = [] } = head ?? {}
  const names = { mapping, guessed, ignored }
  const about = { run: dryRun ? null : run.id, format, ...names }
  return { ...(dryRun && { dryRun }), ...about, ...countsOf(run), ...leftOf(told) }
}

/** As summaryOf, with the rows that failed in the place of their number. */
const documentOf = (told: Told, run: Run) => {
  const { dryRun, failed, known, fresh, changed } = told
  const changes = [...known, ...fresh].sort((a, b) => a.line - b.line)
  const { failed: count, dryRun: _, ...summary } = summaryOf(told, run)
  const cut = [
    ...(count > failed.length ? ['failed'] : []),
    ...(changed > changes.length ? ['changes'] : []),
  ]
  return {
    ...(dryRun && { dryRun, changes }),
    ...summary,
    failed,
    ...(cut.length > 0 && {
      cut: { members: cut, failed: count, changes: changed, hint: 'All: -o ndjson.' },
    }),
  }
}

const tellPerson = async (told: Told, run: Run): Promise<void> => {
  const { terminal, failed, dryRun } = told
  const counts = countsOf(run)
  const fields = Object.entries({ ...(dryRun ? {} : { run: run.id }), ...counts })
  await write(terminal.stdout, await renderRecord([{ fields }], { terminal }))
  const { text } = await renderTable(failed.slice(0, mostShown), failedColumns, {
    terminal,
    headers: true,
    // Cut, an id or the last of the choices would be of no use to whoever reads a log.
    wide: !terminal.interactive.stderr,
  })
  await write(
    terminal.stderr,
    text + failedText(counts.failed, failed.length) + unknownText(told) + leftText(told),
  )
  if (dryRun) await write(terminal.stderr, dryRunText(told, counts))
}

const failedText = (count: number, known: number): string =>
  known <= mostShown && count > known
    ? `${(count - known).toLocaleString('en')} more failed before this time: without --resume all are told again.\n`
    : moreText(count)

const moreText = (count: number): string =>
  count > mostShown
    ? `… and ${(count - mostShown).toLocaleString('en')} more: -o ndjson has all.\n`
    : ''

const unknownText = ({ unknown }: Told): string =>
  unknown === 0
    ? ''
    : `Without id, externalId and email: ${unknown.toLocaleString('en')}. Brought in again, they are new people again.\n`

const leftText = ({ left }: Told): string => {
  if (left.size === 0) return ''
  const parts = [...left]
    .sort(([, a], [, b]) => b - a)
    .map(([name, count]) => `${visible(name)} (${count.toLocaleString('en')})`)
  const shown = parts.slice(0, mostShown).join(', ')
  const more =
    parts.length > mostShown ? `, and ${parts.length - mostShown} more: --json has all` : ''
  return `Not carried over: ${shown}${more}.\n`
}

/** What would happen: first to people who are here already, then the first of the new. */
const dryRunText = ({ known, fresh }: Told, counts: ReturnType<typeof countsOf>): string => {
  const lines = known.slice(0, mostShown).map(one => `line ${one.line}: ${changeText(one)}`)
  const more = moreText(counts.updated).trimEnd()
  const people = fresh.slice(0, mostNew).map(({ line, subject: { name, email } }) => {
    const shown = nameOf({ id: '', topic: '', name, email }).trim()
    return `line ${line}: new: ${shown}`
  })
  const others = counts.created - people.length
  if (others > 0) people.push(`… and ${others.toLocaleString('en')} more who are new.`)
  const done = 'Nothing was changed: this was a dry run.'
  return [...lines, ...(more ? [more] : []), ...people, done, ''].join('\n')
}

const mostNew = 5

/**
 * The rows of an import file, each with the line it begins on. A row that can't be read is told by
 * its line and column and takes no other with it. What is read is plain data and nothing here knows a
 * database, so that a thread of its own may do it.
 */
import { invalid, StewardError } from '../../kernel/errors.ts'
import { unguarded } from '../../kernel/formula.ts'
import { nearest } from '../../kernel/nearest.ts'
import { auth0Row } from './reading/auth0.ts'
import { type Encoding, type Source, sourceOf } from './reading/bytes.ts'
import {
  columns,
  isImportable,
  isKnown,
  isUnnamed,
  type Mapping,
  mappingOf,
  type Wishes,
  wishesOf,
} from './reading/columns.ts'
import { type CsvRecord, csvRecords, delimiterOf } from './reading/csv.ts'
import type { Carried, Theirs } from './reading/foreign.ts'
import { type ImportFormat, type Shape, shapeOf } from './reading/format.ts'
import { arrayRecords, type JsonRecord, ndjsonRecords } from './reading/json.ts'
import { keycloakRow } from './reading/keycloak.ts'

export { encodings } from './reading/bytes.ts'
export { type ImportFormat, importFormats } from './reading/format.ts'

/** What is said of a file. Plain data: it goes to another thread as it is. */
export type ReadOptions = {
  /** Of the file, for its ending; `-` says nothing. */
  name?: string
  format?: ImportFormat
  encoding?: Encoding
  /** `OURS=THEIRS` each. */
  map?: string[]
  /** Their columns that are passed over; `*` for all that are not known. */
  ignore?: string[]
  /** Keeps the text of each row, to write down those that fail. */
  source?: boolean
}

/** What is known of a file before its first row. */
export type FileHead = Shape &
  Mapping & {
    /** The first line of a CSV. */
    header: string | null
  }

/** `source` is bytes where they are no text. */
type Read = { line: number; source?: string | Uint8Array }
/** `left` names what has no place here. */
export type ImportRow = Read & {
  raw: Record<string, unknown>
  left?: string[]
  /** Where in its line it begins, where others may stand there too. */
  column?: number
}
/** `column` counts cells in a CSV and characters elsewhere, from 1. */
export type BadRow = Read & { column: number | null; field: string | null; message: string }
/** No person, and no mistake either: an account of a machine. */
export type LeftRow = Read & { left: string[] }
export type ReadRow = ImportRow | BadRow | LeftRow

/** A batch of rows; the first one has the head and none. `position` counts the bytes read so far. */
export type Part = { head?: FileHead; rows: ReadRow[]; position: number }

/** Throws `invalid_input` when the file can't be read as a whole, or not to its end. */
export async function* readFile(
  stream: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<Part> {
  const wishes = wishesOf(options.map, options.ignore)
  const source = await sourceOf(stream, options.encoding)
  const shape = shapeOf(options.name ?? '-', source, options.format)
  const keep = options.source === true
  if (shape.layout === 'csv') return yield* csvParts(source, { shape, wishes, keep })
  const mapping = Object.fromEntries([...wishes.map].map(([theirs, ours]) => [ours, theirs]))
  const said = { fields: [], mapping, guessed: [], ignored: wishes.ignore, header: null }
  const head = { ...shape, ...said }
  const records = shape.layout === 'lines' ? ndjsonRecords(source) : arrayRecords(source)
  const carry = rowOf[shape.format as keyof typeof rowOf]
  // What can be seen of the file to be none is told before anything is begun.
  let batch = await records.next()
  yield { head, rows: [], position: source.read() }
  for (; !batch.done; batch = await records.next()) {
    const rows = batch.value.map(record => jsonRow(record, value => carry(value, wishes), keep))
    yield { rows, position: source.read() }
  }
}

type How = { shape: Shape; wishes: Wishes; keep: boolean }

async function* csvParts(source: Source, { shape, wishes, keep }: How): AsyncGenerator<Part> {
  const { delimiter, said } = delimiterOf(source)
  let waiting: CsvRecord[] = []
  let plan: Plan | undefined
  const begun = (): Plan => {
    if (said) waiting.shift()
    const header = waiting.shift()
    return planOf(header, waiting[0], wishes)
  }
  const rowsBy = (known: Plan): Part => {
    const rows = waiting.map(record => csvRow(known, record, keep))
    waiting = []
    return { rows, position: source.read() }
  }
  const wanted = said ? 3 : 2
  for await (const records of csvRecords(source, delimiter)) {
    // The first row, too, says what a column is.
    waiting = waiting.length === 0 ? records : waiting.concat(records)
    if (!plan && waiting.length < wanted) continue
    if (!plan) {
      plan = begun()
      yield { head: headOf(shape, plan), rows: [], position: source.read() }
    }
    yield rowsBy(plan)
  }
  if (plan) return
  plan = begun()
  yield { head: headOf(shape, plan), rows: [], position: source.read() }
  yield rowsBy(plan)
}

type Plan = Mapping & { header: string; lists: boolean[]; unnamed: boolean[] }

const planOf = (
  header: CsvRecord | undefined,
  first: CsvRecord | undefined,
  wishes: Wishes,
): Plan => {
  if (!header) throw invalid('file', 'The file is empty: its first line has to name the columns.')
  const { line, fault, text } = header
  if (fault) {
    const place = { line, column: fault.column }
    const where = `line ${line}, column ${fault.column}`
    throw invalid(
      'file',
      `The names of the columns can not be read: ${where}.`,
      fault.message,
      place,
    )
  }
  const cells = header.cells.map(unguarded)
  const mapping = mappingOf({ cells, line }, wishes, first?.cells)
  const lists = mapping.fields.map(field => field === 'tags')
  const unnamed = cells.map(cell => isUnnamed(cell, wishes))
  return { ...mapping, header: String(text), lists, unnamed }
}

const headOf = (shape: Shape, { lists: _, unnamed: __, ...plan }: Plan): FileHead => ({
  ...shape,
  ...plan,
})

const csvRow = (plan: Plan, record: CsvRecord, keep: boolean): ReadRow => {
  const { line, cells, fault, text } = record
  const { fields, lists } = plan
  const source = keep ? { source: text } : undefined
  if (fault) {
    const field = fields[fault.column - 1] ?? null
    return { line, column: fault.column, field, message: fault.message, ...source }
  }
  if (cells.length !== fields.length) return { ...ragged(plan, line, cells.length), ...source }
  const raw: Record<string, unknown> = {}
  for (let at = 0; at < fields.length; at++) {
    const field = fields[at]
    const cell = cells[at]!
    if (cell === '') continue
    if (field === null || field === undefined) {
      if (plan.unnamed[at] && cell.trim() !== '') return { ...stray(line, at + 1), ...source }
      continue
    }
    const value = cell.charCodeAt(0) === apostrophe ? unguarded(cell) : cell
    raw[field] = lists[at] ? value.split(/[;,]/) : value
  }
  return source ? { line, raw, ...source } : { line, raw }
}

const apostrophe = 39

const ragged = ({ fields }: Plan, line: number, count: number): BadRow => {
  const column = Math.min(count, fields.length) + 1
  const cells = count === 1 ? '1 cell' : `${count} cells`
  const message = `It has ${cells} where the header has ${fields.length}.`
  return { line, column, field: null, message }
}

const stray = (line: number, column: number): BadRow => {
  const message = 'The header has no name for this cell: name its column, or leave it empty.'
  return { line, column, field: null, message }
}

/** A record of theirs as a row of ours. Throws `invalid_input` for what is the row's own fault. */
const rowOf = {
  ndjson: (value: Theirs, wishes: Wishes): Carried => ({ raw: ownRow(value, wishes), left: [] }),
  json: (value: Theirs, wishes: Wishes): Carried => ({ raw: ownRow(value, wishes), left: [] }),
  keycloak: keycloakRow,
  auth0: auth0Row,
}

const jsonRow = (
  { line, column, value, text, fault }: JsonRecord,
  carry: (value: Theirs) => Carried,
  keep: boolean,
): ReadRow => {
  const source = keep ? { source: text } : undefined
  if (fault || !value) {
    return { line, column: null, field: null, message: '', ...fault, ...source }
  }
  try {
    const { raw, left } = carry(value)
    if (raw === null) return { line, left, ...source }
    const place = column === null ? { line } : { line, column }
    return left.length > 0 ? { ...place, raw, left, ...source } : { ...place, raw, ...source }
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    const { field = null, message } = error
    return { line, column, field, message, ...source }
  }
}

const ownRow = (value: Theirs, { map, ignore }: Wishes): Theirs => {
  const row: Theirs = {}
  for (const [name, member] of Object.entries(value)) {
    if (ignore.includes(name)) continue
    const field = map.get(name) ?? name
    if (isImportable(field)) row[field] = member
    else if (!isKnown(field) && !ignore.includes('*')) throw notAField(name)
  }
  return row
}

const notAField = (name: string): StewardError => {
  const near = nearest(name, columns)
  const meant = near ? ` Did you mean ${near}?` : ''
  return invalid(name.slice(0, 80), `Consumers do not have this field.${meant}`)
}

/**
 * The rows of a file of ours, by our own names for its columns: a topic says which there are. A row that
 * can't be read is told by its line and column and takes no other with it.
 */
import { invalid } from '../../kernel/errors.ts'
import { unguarded } from '../../kernel/formula.ts'
import { nearest } from '../../kernel/nearest.ts'
import { type Encoding, type Source, sourceOf } from '../consumers/reading/bytes.ts'
import { type CsvRecord, csvRecords, delimiterOf } from '../consumers/reading/csv.ts'
import { type ImportFormat, type Shape, shapeOf } from '../consumers/reading/format.ts'
import { arrayRecords, type JsonRecord, ndjsonRecords } from '../consumers/reading/json.ts'

export { type Encoding, encodings } from '../consumers/reading/bytes.ts'

export const rowFormats = ['csv', 'ndjson', 'json'] as const

export type RowOptions = {
  name?: string
  format?: (typeof rowFormats)[number]
  encoding?: Encoding
  /** `OURS=THEIRS` each. */
  map?: string[]
  /** Columns that are passed over; `*` for all that are not known. */
  ignore?: string[]
  /** Keeps the text of each row. */
  source?: boolean
}

/** What a topic's files have: columns that are brought in, and what an export has besides. */
export type Columns = {
  imported: readonly string[]
  derived: readonly string[]
  /** Those of which a cell holds several, apart by semicolons or commas. */
  lists?: readonly string[]
}

type Head = Shape & {
  header: string | null
  fields: (string | null)[]
  mapping: Record<string, string>
  guessed: string[]
  ignored: string[]
}

type Text = { source?: string | Uint8Array }
type Good = Text & { line: number; column?: number; raw: Record<string, unknown> }
type Bad = Text & { line: number; column: number | null; field: string | null; message: string }
type Part = { head?: Head; rows: (Good | Bad)[]; position: number }

/** Throws `invalid_input` when the file can't be read as a whole. */
export async function* readRows(
  stream: AsyncIterable<Uint8Array>,
  { name = '-', format, encoding, map = [], ignore = [], source: keep }: RowOptions,
  columns: Columns,
): AsyncGenerator<Part> {
  const wishes = { theirs: mapOf(map, columns), ignore, columns, keep: keep === true }
  const source = await sourceOf(stream, encoding)
  const shape = shapeOf(name, source, format as ImportFormat)
  if (shape.layout === 'csv') return yield* csvParts(source, shape, wishes)
  if (!(rowFormats as readonly string[]).includes(shape.format)) {
    throw invalid('format', 'This is an export of people, and nothing of ours.')
  }
  const mapping = Object.fromEntries([...wishes.theirs].map(([theirs, ours]) => [ours, theirs]))
  const head = { ...shape, header: null, fields: [], mapping, guessed: [], ignored: ignore }
  yield { head, rows: [], position: source.read() }
  const records = shape.layout === 'lines' ? ndjsonRecords(source) : arrayRecords(source)
  for await (const some of records) {
    yield { rows: some.map(record => jsonRow(record, wishes)), position: source.read() }
  }
}

type Wishes = {
  /** Our field by the name of their column. */
  theirs: ReadonlyMap<string, string>
  ignore: readonly string[]
  columns: Columns
  keep: boolean
}

const mapOf = (pairs: readonly string[], { imported }: Columns): Map<string, string> => {
  const map = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const [ours, theirs] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    if (at < 1 || theirs === '' || !imported.includes(ours)) {
      const hint = `Fields: ${imported.join(', ')}.`
      throw invalid('map', 'map is a field of ours, an equals sign and your column.', hint)
    }
    map.set(theirs, ours)
  }
  return map
}

/** Our field for a column of theirs; null where it is passed over, undefined where nobody knows it. */
const fieldFor = (name: string, { theirs, ignore, columns }: Wishes): string | null | undefined => {
  const said = theirs.get(name)
  if (said) return said
  if (name === '' || ignore.includes(name)) return null
  const { imported, derived } = columns
  const same = (one: string) => one.toLowerCase() === name.toLowerCase()
  const known = imported.find(same)
  if (known) return known
  return derived.some(same) || ignore.includes('*') ? null : undefined
}

async function* csvParts(source: Source, shape: Shape, wishes: Wishes): AsyncGenerator<Part> {
  const { delimiter, said } = delimiterOf(source)
  let skips = said ? 1 : 0
  let fields: (string | null)[] | undefined
  for await (const records of csvRecords(source, delimiter)) {
    const rows: Part['rows'] = []
    for (const record of records) {
      if (skips-- > 0) continue
      if (fields) rows.push(csvRow(fields, record, wishes))
      else {
        fields = fieldsIn(record, wishes)
        yield { head: headOf(shape, record, fields, wishes), rows: [], position: source.read() }
      }
    }
    if (fields) yield { rows, position: source.read() }
  }
  if (!fields) throw invalid('file', 'The file is empty: its first line has to name the columns.')
}

const namesIn = ({ cells }: CsvRecord): string[] => cells.map(cell => unguarded(cell).trim())

/** Throws `invalid_input` for a header that can't be: an unknown column, or one that is there twice. */
const fieldsIn = (record: CsvRecord, wishes: Wishes): (string | null)[] => {
  const { line, fault } = record
  if (fault) throw invalid('file', 'The names of the columns can not be read.', fault.message)
  const names = namesIn(record)
  const fields = names.map(name => fieldFor(name, wishes))
  const { imported } = wishes.columns
  const unknown = names.filter((_, at) => fields[at] === undefined)
  if (unknown.length > 0) throw unknownColumns(unknown, line, imported)
  const twice = fields.find((field, at) => field && fields.indexOf(field) !== at)
  if (twice) throw invalid('file', `The file has two columns for ${twice} (line ${line}).`)
  return fields as (string | null)[]
}

const unknownColumns = (unknown: string[], line: number, imported: readonly string[]) => {
  const shown = unknown.slice(0, 20).map(name => JSON.stringify(name.slice(0, 80)))
  const near = nearest(unknown[0]!, imported)
  const meant = near ? `Did you mean ${near}? ` : ''
  return invalid(
    'file',
    `The file has columns that nobody here knows (line ${line}): ${shown.join(', ')}.`,
    `${meant}Say --map FIELD=COLUMN or --ignore COLUMN. Fields: ${imported.join(', ')}.`,
  )
}

const headOf = (
  shape: Shape,
  record: CsvRecord,
  fields: (string | null)[],
  { theirs }: Wishes,
): Head => ({
  ...shape,
  header: String(record.text),
  fields,
  mapping: Object.fromEntries([...theirs].map(([name, ours]) => [ours, name])),
  guessed: [],
  ignored: namesIn(record).filter((name, at) => fields[at] === null && name !== ''),
})

/** An empty cell says nothing of its field. */
const csvRow = (
  fields: readonly (string | null)[],
  { line, cells, fault, text }: CsvRecord,
  { keep, columns: { lists = [] } }: Wishes,
): Good | Bad => {
  const source = keep ? { source: text } : {}
  if (fault) {
    const { column, message } = fault
    return { line, column, field: fields[column - 1] ?? null, message, ...source }
  }
  if (cells.length !== fields.length) {
    const message = `It has ${cells.length} cells where the header has ${fields.length}.`
    const column = Math.min(cells.length, fields.length) + 1
    return { line, column, field: null, message, ...source }
  }
  const said = (field: string, text: string) => (lists.includes(field) ? text.split(/[;,]/) : text)
  const given = fields.flatMap((field, at) =>
    field && cells[at] !== '' ? [[field, said(field, unguarded(cells[at]!))] as const] : [],
  )
  return { line, raw: Object.fromEntries(given), ...source }
}

const jsonRow = ({ line, column, value, text, fault }: JsonRecord, wishes: Wishes): Good | Bad => {
  const source = wishes.keep ? { source: text } : {}
  if (fault || !value) {
    return { line, column: null, field: null, message: '', ...fault, ...source }
  }
  const raw: Record<string, unknown> = {}
  for (const [name, member] of Object.entries(value)) {
    const field = fieldFor(name, wishes)
    if (field === undefined) {
      const message = 'There is no such field.'
      return { line, column, field: name.slice(0, 80), message, ...source }
    }
    if (field !== null) raw[field] = member
  }
  return column === null ? { line, raw, ...source } : { line, column, raw, ...source }
}

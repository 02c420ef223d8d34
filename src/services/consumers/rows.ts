/** The rows of an import file, each with the line it begins on. A row that can't be read is told by
 * its line and takes no other with it. */
import { invalid } from '../../kernel/errors.ts'
import { unguarded } from '../../kernel/formula.ts'
import { nearest } from '../../kernel/nearest.ts'
import { importConsumer } from './import.ts'
import { Consumer } from './record.ts'

export type ImportRow = { line: number; raw: Record<string, unknown> }
export type BadRow = { line: number; field: string | null; message: string }
export type ReadRow = ImportRow | BadRow

export const isBad = (row: ReadRow): row is BadRow => 'message' in row

export const importFormats = ['csv', 'ndjson'] as const
export type ImportFormat = (typeof importFormats)[number]

/** What an export has besides what can be imported: worked out, or ours to give. */
const derived = new Set(Object.keys(Consumer.shape).filter(name => !(name in importConsumer.input)))

const columns = Object.keys(importConsumer.input)

const isKnown = (name: string): boolean => columns.includes(name) || derived.has(name)

/** The column's own name, however it is capitalised. One that is not known is a mistake to be told at
 * once, before anything is done. */
const columnNamed = (typed: string): string => {
  const same = (name: string) => name.toLowerCase() === typed.toLowerCase()
  const known = isKnown(typed) ? typed : [...columns, ...derived].find(same)
  if (known) return known
  const near = nearest(typed, columns)
  const all = `Columns: ${columns.join(', ')}.`
  const column = typed.slice(0, 80)
  throw invalid(
    'file',
    `The file has a column that consumers do not have: ${JSON.stringify(column)}.`,
    near ? `Did you mean ${near}? ${all}` : all,
    { column },
  )
}

const importable = (row: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !derived.has(name)))

/** By its name; what has none, such as standard input, is CSV unless told otherwise. */
export const formatOf = (name: string): ImportFormat =>
  /\.(ndjson|jsonl)$/i.test(name) ? 'ndjson' : 'csv'

export const readRows = (
  stream: AsyncIterable<Uint8Array>,
  format: ImportFormat,
): AsyncGenerator<ReadRow> => (format === 'csv' ? csvRows(stream) : ndjsonRows(stream))

/** Rejects bytes that are not UTF-8 rather than keeping half-read names. */
async function* decoded(stream: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for await (const bytes of stream) yield decoder.decode(bytes, { stream: true })
    yield decoder.decode()
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    throw invalid('file', 'The file is not UTF-8 text.', 'Save it as UTF-8 and try again.')
  }
}

async function* csvRows(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  const { parse } = await import('csv-parse')
  const { Readable } = await import('node:stream')
  const { delimiter, text } = await sniffed(decoded(stream))
  const parser = parse({ bom: true, relax_column_count: true, delimiter })
  const source = Readable.from(text)
  source.on('error', error => parser.destroy(error))
  let header: string[] | undefined
  let next = 1
  try {
    for await (const record of source.pipe(parser) as AsyncIterable<string[]>) {
      const line = next
      next += linesIn(record)
      if (isBlank(record)) continue
      const cells = record.map(unguarded)
      if (header) yield csvRow(header, cells, line)
      else header = checkedHeader(cells)
    }
  } catch (error) {
    throw unreadable(error)
  }
  if (!header) throw invalid('file', 'The file is empty: its first line has to name the columns.')
}

/** Spreadsheets separate by semicolons or tabs where the comma is the decimal sign: what stands most
 * often in the first line, outside quotes, is what separates. */
const delimiterOf = (head: string): string => {
  const line = head.split('\n', 1)[0]!.replace(/"[^"]*"/g, '')
  const often = (mark: string) => line.split(mark).length
  return [',', ';', '\t'].reduce((best, mark) => (often(mark) > often(best) ? mark : best))
}

/** Looks at the beginning of a text without taking it away. */
const sniffed = async (text: AsyncGenerator<string>) => {
  const first = await text.next()
  const head = first.done ? '' : first.value
  async function* whole() {
    yield head
    yield* text
  }
  return { delimiter: delimiterOf(head), text: whole() }
}

/** Counted here, because the parser takes a quoted CRLF for two lines. */
const linesIn = (record: string[]): number =>
  record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 1)

/** The parser would pass over blank lines without counting them. */
const isBlank = ([first, ...rest]: string[]): boolean => first === '' && rest.length === 0

const checkedHeader = (cells: string[]): string[] => {
  const names = cells.map(cell => columnNamed(cell.trim()))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw invalid('file', `The file has two columns named ${twice}.`)
  return names
}

const csvRow = (header: string[], cells: string[], line: number): ReadRow => {
  if (cells.length !== header.length) {
    const message = `It has ${cells.length} cells where the header has ${header.length}.`
    return { line, field: null, message }
  }
  const filled = header
    .map((name, at) => [name, cells[at]!] as const)
    .filter(([, cell]) => cell !== '')
  const raw = Object.fromEntries(
    filled.map(([name, cell]) => [name, name === 'tags' ? cell.split(/[;,]/) : cell]),
  )
  return { line, raw: importable(raw) }
}

/** csv-parse says which line, and repeats what stands there; only the line is passed on. */
const unreadable = (error: unknown): unknown => {
  const { code, lines } = error as { code?: string; lines?: number }
  if (typeof code !== 'string' || !/^(CSV|INVALID)_/.test(code)) return error
  const at = lines === undefined ? '' : ` at line ${lines}`
  return invalid(
    'file',
    `The file is not CSV${at}: a quote is not closed or stands where none may.`,
  )
}

async function* ndjsonRows(stream: AsyncIterable<Uint8Array>): AsyncGenerator<ReadRow> {
  let rest = ''
  let line = 0
  for await (const text of decoded(stream)) {
    const lines = (rest + text).split('\n')
    rest = lines.pop()!
    for (const one of lines) {
      line += 1
      if (one.trim() !== '') yield jsonRow(one, line)
    }
  }
  if (rest.trim() !== '') yield jsonRow(rest, line + 1)
}

const notAField = (name: string): string => {
  const near = nearest(name, columns)
  return `Consumers do not have this field.${near ? ` Did you mean ${near}?` : ''}`
}

const jsonRow = (text: string, line: number): ReadRow => {
  let row: unknown
  try {
    row = JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return { line, field: null, message: 'It is not JSON.' }
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) {
    return { line, field: null, message: 'It is not a JSON object.' }
  }
  const unknown = Object.keys(row).find(name => !isKnown(name))
  if (unknown !== undefined)
    return { line, field: unknown.slice(0, 80), message: notAField(unknown) }
  return { line, raw: importable(row as Record<string, unknown>) }
}

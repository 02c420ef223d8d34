/** A file of rows, as the command sees it: who reads it and how is the topic's. */
import { createHash } from 'node:crypto'
import { StewardError } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'
import { type Known, knownBy, linesByKey } from './met.ts'

/** `column` counts cells in a CSV and characters elsewhere, from 1. */
export type BadRow = {
  line: number
  column: number | null
  field: string | null
  message: string
}

/** The text of a row, where it is kept. */
type Source = { source?: string | Uint8Array }

type GoodRow = { line: number; column?: number; raw: Record<string, unknown>; left?: string[] }
type LeftRow = { line: number; left: string[] }

/** What is known of a file before its first row is done. */
export type ImportHead = {
  format: string
  by: 'flag' | 'name' | 'contents'
  /** How its rows stand in it: as CSV, one a line, or as the elements of an array. */
  layout: 'csv' | 'lines' | 'array'
  /** The first line of a CSV. */
  header: string | null
  /** Our field of each column of a CSV. */
  fields: readonly (string | null)[]
  mapping: Record<string, string>
  guessed: readonly string[]
  ignored: readonly string[]
}

/** A batch of rows; the first one has the head and none. */
export type Part = {
  head?: ImportHead
  rows: ((GoodRow | BadRow | LeftRow) & Source)[]
  position: number
}

/** How the file is to be read, as it is typed. */
export type ReadFlags = {
  format?: string
  encoding?: string
  map?: string[]
  ignore?: string[]
  'on-conflict'?: string
  'failed-to'?: string
  resume?: string
}

export type ImportFace = {
  examples: readonly string[]
  description?: string
  formats: readonly string[]
  encodings: readonly string[]
  /** The rows of the file; throws `invalid_input` when it can't be read as a whole. `source` keeps
   * the text of each. */
  read(file: FileInput, flags: ReadFlags & { source: boolean }): AsyncIterable<Part>
}

/** A row on its way through the operation. */
export type FileRow = {
  key: string
  line: number
  column: number | null
  raw: Record<string, unknown>
  failed?: StewardError
  digest?: string
  source?: string | Uint8Array
}

/** What a run keeps in order to know its file again: the file itself, and how it is read. */
export const digestOf = async (file: FileInput, flags: ReadFlags): Promise<string> => {
  const { format, encoding, map, ignore, 'on-conflict': met } = flags
  const told = [await file.digest(), format, encoding, map, ignore, met]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

/** A file read as far as its head. */
export const begun = async (
  read: AsyncIterable<Part>,
): Promise<{ head: ImportHead; parts: AsyncIterable<Part> }> => {
  const parts = read[Symbol.asyncIterator]()
  const { value } = await parts.next()
  return { head: (value as Part).head!, parts: { [Symbol.asyncIterator]: () => parts } }
}

type Heard = {
  left(what: readonly string[]): void
  /** A row without anything that its person could be known by another time. */
  unknown(): void
  position(bytes: number): void
}

/** The rows from `from` on, good and bad, in the order of the file; the rest of what it says is handed
 * to `heard` as it is read. `more` is what the flags put into every row. */
export async function* rowsOf(
  parts: AsyncIterable<Part>,
  heard: Heard,
  { from, digest, more }: { from: number; digest?: string; more: Record<string, unknown> },
): AsyncGenerator<FileRow> {
  const met = linesByKey()
  const adds = Object.keys(more).length > 0
  let at = 0
  for await (const { rows, position } of parts) {
    heard.position(position)
    for (const row of rows) {
      if ('left' in row && row.left) heard.left(row.left)
      const isRow = 'raw' in row || 'message' in row
      if (!isRow) continue
      const known = 'raw' in row ? knownBy(row.raw) : null
      const before = known ? met(known.key, row.line) : 0
      if ('raw' in row && !known) heard.unknown()
      if (at++ < from) continue
      const { line, source } = row
      const place = { key: String(line), line, digest, source }
      if ('message' in row) yield { ...place, column: row.column, raw: {}, failed: faultOf(row) }
      else if (known && before > 0) {
        yield { ...place, column: row.column ?? null, raw: {}, failed: again(known.by, before) }
      } else
        yield {
          ...place,
          column: row.column ?? null,
          raw: adds ? { ...more, ...row.raw } : row.raw,
        }
    }
  }
}

const again = (by: Known, line: number): StewardError => {
  const message = `A row before has the same ${by}: line ${line}. Nobody is in a file twice.`
  return new StewardError('invalid_input', message, { field: by })
}

const faultOf = ({ field, message }: BadRow): StewardError =>
  new StewardError('invalid_input', message, { field: field ?? undefined })

/** A file of rows, as the command sees it: who reads it and how is the topic's. */
import { createHash } from 'node:crypto'
import type { Draft, DraftingFor } from '../../kernel/draft.ts'
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
export type FileRow = Omit<PlainRow, 'fault'> & {
  key: string
  failed?: StewardError
  digest?: string
}

/** What a run keeps in order to know its file again: the file itself, and how it is read. */
export const digestOf = async (file: FileInput, flags: ReadFlags): Promise<string> => {
  const { format, encoding, map, ignore, 'on-conflict': met } = flags
  const told = [await file.digest(), format, encoding, map, ignore, met]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}

/** A row as it is read: plain data, so that another thread can do it. */
export type PlainRow = Source & {
  line: number
  column: number | null
  raw: Record<string, unknown>
  fault?: { field: string | null; message: string }
  draft?: Draft
}

/** Rows one after the other, and what else was found on the way. */
export type Batch = {
  rows: PlainRow[]
  /** What has no place here, of each row that has such. */
  left: (readonly string[])[]
  /** Rows without anything that their person could be known by another time. */
  unknown: number
  /** Bytes of the file that are behind it. */
  position: number
}

/** Which rows are wanted: those from `from` on, each with `more`, and drafted where somebody asks. */
export type Wanted = {
  from: number
  more: Record<string, unknown>
  drafting: DraftingFor | null
}

/** A file that was read as far as its head. */
export type Reading = {
  head: ImportHead
  rows(wanted: Wanted): AsyncIterable<Batch>
  close(): Promise<void>
}

/** Reads it where this is called. */
export const readHere = async (read: AsyncIterable<Part>): Promise<Reading> => {
  const parts = read[Symbol.asyncIterator]()
  const { value } = await parts.next()
  const rest = { [Symbol.asyncIterator]: () => parts }
  const { head } = value as Part
  return { head: head!, rows: wanted => batchesOf(rest, wanted), close: async () => undefined }
}

/** Good and bad rows in the order of the file. */
export async function* batchesOf(
  parts: AsyncIterable<Part>,
  { from, more }: Pick<Wanted, 'from' | 'more'>,
): AsyncGenerator<Batch> {
  const met = linesByKey()
  const adds = Object.keys(more).length > 0
  let at = 0
  for await (const { rows, position } of parts) {
    const batch: Batch = { rows: [], left: [], unknown: 0, position }
    for (const row of rows) {
      if ('left' in row && row.left) batch.left.push(row.left)
      const isRow = 'raw' in row || 'message' in row
      if (!isRow) continue
      const known = 'raw' in row ? knownBy(row.raw) : null
      const before = known ? met(known.key, row.line) : 0
      if ('raw' in row && !known) batch.unknown += 1
      if (at++ < from) continue
      const { line, column = null, source } = row
      const place = source === undefined ? { line, column } : { line, column, source }
      if ('message' in row) {
        const { field, message } = row
        batch.rows.push({ ...place, raw: {}, fault: { field, message } })
      } else if (known && before > 0) {
        batch.rows.push({ ...place, raw: {}, fault: again(known.by, before) })
      } else batch.rows.push({ ...place, raw: adds ? { ...more, ...row.raw } : row.raw })
    }
    yield batch
  }
}

const again = (by: Known, line: number) => ({
  field: by,
  message: `A row before has the same ${by}: line ${line}. Nobody is in a file twice.`,
})

type Heard = {
  left(what: readonly string[]): void
  /** A row without anything that its person could be known by another time. */
  unknown(): void
  position(bytes: number): void
}

/** The rows for a run; the rest of what the file says is handed to `heard` as it is read. */
export async function* rowsOf(
  batches: AsyncIterable<Batch>,
  heard: Heard,
  digest: string | undefined,
): AsyncGenerator<FileRow> {
  for await (const { rows, left, unknown, position } of batches) {
    heard.position(position)
    for (const what of left) heard.left(what)
    for (let count = 0; count < unknown; count++) heard.unknown()
    for (const { fault, ...row } of rows) {
      const failed = fault && faultOf(fault)
      yield { ...row, key: String(row.line), digest, failed }
    }
  }
}

const faultOf = ({ field, message }: NonNullable<PlainRow['fault']>): StewardError =>
  new StewardError('invalid_input', message, { field: field ?? undefined })

/**
 * Whole records, mapped column by column. The builder does it too, but looks up the place of every cell
 * anew, which in a list of a million rows costs more than reading them.
 */
import type { Column } from 'drizzle-orm'
import { type AnyTable, columnsOf } from './table.ts'

/** How a value is read that is not null; null where it is as it is. */
export type Read = ((value: never) => unknown) | null

/** How the rows of a table are read. A record begins as a copy of `blank`, which has all of its members:
 * adding them one by one takes several times as long. */
type Reader = { names: string[]; reads: Read[]; blank: Record<string, unknown> }

/** A row from its cells, in the order of the table's columns. */
export type RecordReader = {
  /** How many cells are the record's; what stands beside it comes after them. */
  width: number
  record(cells: readonly unknown[]): Record<string, unknown>
}

/** Readers of tables, by how a column's values come from the driver. */
export const readersBy = (
  readOf: (column: Column) => Read,
): ((table: AnyTable) => RecordReader) => {
  const readers = new WeakMap<AnyTable, RecordReader>()
  return table => {
    let reader = readers.get(table)
    if (!reader) {
      reader = readerOf(table, readOf)
      readers.set(table, reader)
    }
    return reader
  }
}

const readerOf = (table: AnyTable, readOf: (column: Column) => Read): RecordReader => {
  const columns = Object.entries(columnsOf(table))
  const names = columns.map(([name]) => name)
  const reads = columns.map(([, column]) => readOf(column))
  const reader = { names, reads, blank: Object.fromEntries(names.map(name => [name, null])) }
  return { width: names.length, record: cells => recordFrom(reader, cells) }
}

const recordFrom = ({ names, reads, blank }: Reader, cells: readonly unknown[]) => {
  const record = { ...blank }
  for (let at = 0; at < names.length; at++) {
    const cell = cells[at]
    if (cell === null) continue
    const read = reads[at] as ((value: unknown) => unknown) | null
    record[names[at]!] = read === null ? cell : read(cell)
  }
  return record
}

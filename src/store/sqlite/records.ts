/**
 * Whole records as the driver gives them, mapped column by column. The builder does it too, but looks
 * up the place of every cell anew, which in a list of a million rows costs more than reading them.
 */
import type Driver from 'better-sqlite3'
import type { Column } from 'drizzle-orm'
import type { Records } from '../engine.ts'
import { type AnyTable, columnsOf } from '../table.ts'

type Cells = unknown[]

/** Columns whose values the driver has as the program does. */
export const asTheyAre = new Set(['SQLiteText', 'SQLiteInteger'])

/** A column's name, and how its value is read where that isn't as it is. */
type Reading = { name: string; read: ((value: unknown) => unknown) | null }

/** How the rows of a table are read. A record begins as a copy of `blank`, which has all of its members:
 * adding them one by one takes several times as long. */
type Reader = { columns: Reading[]; blank: Record<string, unknown> }

const readers = new WeakMap<AnyTable, Reader>()

const readingOf = ([name, column]: [string, Column]): Reading => ({
  name,
  read: asTheyAre.has(column.columnType) ? null : value => column.mapFromDriverValue(value),
})

const readerOf = (table: AnyTable): Reader => {
  let reader = readers.get(table)
  if (!reader) {
    const columns = Object.entries(columnsOf(table)).map(readingOf)
    reader = { columns, blank: Object.fromEntries(columns.map(({ name }) => [name, null])) }
    readers.set(table, reader)
  }
  return reader
}

const recordFrom = ({ columns, blank }: Reader, cells: Cells): Record<string, unknown> => {
  const record = { ...blank }
  for (let at = 0; at < columns.length; at++) {
    const cell = cells[at]
    if (cell === null) continue
    const { name, read } = columns[at]!
    record[name] = read === null ? cell : read(cell)
  }
  return record
}

/** The builder selects the columns in their order, and what stands beside them last. */
export const recordsOn =
  (driver: Pick<Driver.Database, 'prepare'>): Records =>
  async (table, query) => {
    const reader = readerOf(table)
    const { sql, params } = query.toSQL()
    const rows = driver.prepare(sql).raw().all(params) as Cells[]
    return rows.map(cells => ({
      row: recordFrom(reader, cells) as never,
      beside: cells[reader.columns.length],
    }))
  }

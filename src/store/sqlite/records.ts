/**
 * Whole records as the driver gives them, mapped column by column. The builder does it too, but looks
 * up the place of every cell anew, which in a list of a million rows costs more than reading them.
 */
import type Driver from 'better-sqlite3'
import type { Column } from 'drizzle-orm'
import type { Records } from '../engine.ts'
import { type AnyTable, columnsOf } from '../table.ts'

type Cells = unknown[]

/** Columns whose values the driver gives as the program has them. */
const asTheyAre = new Set(['SQLiteText', 'SQLiteInteger'])

/** A column's name, and how its value is read where that isn't as it is. */
type Reading = { name: string; read: ((value: unknown) => unknown) | null }

const readings = new WeakMap<AnyTable, Reading[]>()

const readingOf = ([name, column]: [string, Column]): Reading => ({
  name,
  read: asTheyAre.has(column.columnType) ? null : value => column.mapFromDriverValue(value),
})

const readingsOf = (table: AnyTable): Reading[] => {
  const known = readings.get(table) ?? Object.entries(columnsOf(table)).map(readingOf)
  readings.set(table, known)
  return known
}

const recordFrom = (columns: readonly Reading[], cells: Cells): Record<string, unknown> => {
  const record: Record<string, unknown> = {}
  for (let at = 0; at < columns.length; at++) {
    const { name, read } = columns[at]!
    const cell = cells[at]
    record[name] = read === null || cell === null ? cell : read(cell)
  }
  return record
}

/** The builder selects the columns in their order, and what stands beside them last. */
export const recordsOn =
  (driver: Pick<Driver.Database, 'prepare'>): Records =>
  async (table, query) => {
    const columns = readingsOf(table)
    const { sql, params } = query.toSQL()
    const rows = driver.prepare(sql).raw().all(params) as Cells[]
    return rows.map(cells => ({
      row: recordFrom(columns, cells) as never,
      beside: cells[columns.length],
    }))
  }

/** Whole records as better-sqlite3 gives them: see ../records.ts. */
import type Driver from 'better-sqlite3'
import type { Records } from '../engine.ts'
import { readersBy } from '../records.ts'

/** Columns whose values the driver has as the program does. */
export const asTheyAre = new Set(['SQLiteText', 'SQLiteInteger'])

const readerOf = readersBy(column =>
  asTheyAre.has(column.columnType) ? null : value => column.mapFromDriverValue(value),
)

/** The builder selects the columns in their order, and what stands beside them last. */
export const recordsOn =
  (driver: Pick<Driver.Database, 'prepare'>): Records =>
  async (table, query) => {
    const { width, record } = readerOf(table)
    const { sql, params } = query.toSQL()
    const rows = driver.prepare(sql).raw().all(params) as unknown[][]
    return rows.map(cells => ({ row: record(cells) as never, beside: cells[width] }))
  }

/** Many rows of one table, by one prepared statement that runs for each of them. */
import type Driver from 'better-sqlite3'
import { type Column, getTableName } from 'drizzle-orm'
import { NotTogether } from '../../kernel/context.ts'
import type { Many } from '../engine.ts'
import { quotedName } from '../shape.ts'
import { type AnyTable, columnsOf } from '../table.ts'
import { isUniqueViolation } from './errors.ts'

type Row = Record<string, unknown>

export const manyOn = (driver: Driver.Database): Many => {
  const kept = new Map<string, Driver.Statement>()
  const prepared = (text: string): Driver.Statement => {
    const statement = kept.get(text) ?? driver.prepare(text)
    kept.set(text, statement)
    return statement
  }
  return {
    atOnce: true,
    async keys(table, count, last) {
      const stored = prepared(`select max(key) from ${nameOf(table)}`)
        .pluck()
        .get()
      const next = Math.max(last, Number(stored ?? 0)) + 1
      return Array.from({ length: count }, (_, at) => next + at)
    },
    insert(table, rows) {
      const columns = Object.entries(columnsOf(table))
      const names = columns.map(([, column]) => quotedName(column.name)).join()
      const places = columns.map(() => '?').join()
      const text = `insert into ${nameOf(table)} (${names}) values (${places})`
      runEach(prepared(text), columns, rows)
    },
    update(table, names, rows) {
      const all = columnsOf(table)
      const columns = [...names, 'key'].map((name): [string, Column] => [name, all[name]!])
      const sets = columns.slice(0, -1).map(([, column]) => `${quotedName(column.name)} = ?`)
      const text = `update ${nameOf(table)} set ${sets.join()} where key = ?`
      // Whoever asked for a row that is gone asks for it by itself, and is told.
      if (runEach(prepared(text), columns, rows) < rows.length) throw new NotTogether()
    },
  }
}

const nameOf = (table: AnyTable): string => quotedName(getTableName(table))

/** Answers how many rows were written. */
const runEach = (
  statement: Driver.Statement,
  columns: readonly [name: string, column: Column][],
  rows: readonly Row[],
): number => {
  let written = 0
  try {
    for (const row of rows) {
      const values = columns.map(([name, column]) => {
        const value = row[name]
        return value === null || value === undefined ? null : column.mapToDriverValue(value)
      })
      written += statement.run(values).changes
    }
  } catch (error) {
    throw isUniqueViolation(error) ? new NotTogether() : error
  }
  return written
}

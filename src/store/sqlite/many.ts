/** Many rows of one table, by one prepared statement that runs for each of them. */
import type Driver from 'better-sqlite3'
import { type Column, getTableName } from 'drizzle-orm'
import { NotTogether } from '../../kernel/context.ts'
import type { Many } from '../engine.ts'
import { quotedName } from '../shape.ts'
import { type AnyTable, columnsOf, filledColumns } from '../table.ts'
import { indexed, isPutOff, untold } from './backlog.ts'
import { isUniqueViolation } from './errors.ts'
import type { Newcomers } from './newcomers.ts'
import { asTheyAre } from './records.ts'

type Row = Record<string, unknown>

/** For fewer, a trigger costs less than to take it away and bring it back. */
const several = 100

/** `newcomers` is asked for those of whom unique indexes are put off: see postponed.ts. */
export const manyOn = (driver: Driver.Database, newcomers: () => Newcomers | null): Many => {
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
      const columns = filledColumns(table, rows)
      const names = columns.map(([, column]) => quotedName(column.name)).join()
      const places = columns.map(() => '?').join()
      const text = `insert into ${nameOf(table)} (${names}) values (${places})`
      const insert = () => void runEach(prepared(text), columns, rows)
      const name = getTableName(table)
      const known = name === indexed ? newcomers() : null
      known?.add(rows)
      const putOff = rows.length >= several && isPutOff(driver, name, rows[0]!.key as number)
      if (putOff && !known) untold(driver, insert)
      else insert()
    },
    update(table, names, rows) {
      const all = columnsOf(table)
      const columns = [...names, 'key'].map((name): [string, Column] => [name, all[name]!])
      const sets = columns.slice(0, -1).map(([, column]) => `${quotedName(column.name)} = ?`)
      const text = `update ${nameOf(table)} set ${sets.join()} where key = ?`
      // Whoever asked for a row that is gone asks for it by itself, and is told.
      if (runEach(prepared(text), columns, rows) < rows.length) throw new NotTogether()
      if (getTableName(table) === indexed) newcomers()?.add(rows)
    },
  }
}

const nameOf = (table: AnyTable): string => quotedName(getTableName(table))

/** Null where the driver takes the value as the program has it. */
const writingOf = (column: Column): ((value: unknown) => unknown) | null =>
  asTheyAre.has(column.columnType) ? null : value => column.mapToDriverValue(value)

/** Answers how many rows were written. */
const runEach = (
  statement: Driver.Statement,
  columns: readonly [name: string, column: Column][],
  rows: readonly Row[],
): number => {
  const cells = columns.map(([name, column]) => ({ name, write: writingOf(column) }))
  const values: unknown[] = cells.map(() => null)
  let written = 0
  try {
    for (const row of rows) {
      for (let at = 0; at < cells.length; at++) {
        const { name, write } = cells[at]!
        const value = row[name] ?? null
        values[at] = value === null || write === null ? value : write(value)
      }
      written += statement.run(values).changes
    }
  } catch (error) {
    throw isUniqueViolation(error) ? new NotTogether() : error
  }
  return written
}

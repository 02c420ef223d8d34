/** Many rows of one table in one statement: COPY for new ones, arrays for what changes. */
import { type Column, getTableName } from 'drizzle-orm'
import type pg from 'pg'
import { NotTogether } from '../../kernel/context.ts'
import type { Many } from '../engine.ts'
import { quotedName } from '../shape.ts'
import { type AnyTable, columnsOf, filledColumns } from '../table.ts'
import { isUniqueViolation } from './errors.ts'
import { copyText } from './rows.ts'

export const manyOn = (client: pg.PoolClient): Many => ({
  atOnce: false,
  async keys(table, count) {
    const sequence = `pg_get_serial_sequence($1, 'key')`
    const text = `select nextval(${sequence}) as key from generate_series(1, $2)`
    const { rows } = await client.query(text, [nameOf(table), count])
    return rows.map(({ key }) => Number(key))
  },
  async insert(table, rows) {
    const { from } = await import('pg-copy-streams')
    const columns = filledColumns(table, rows)
    const names = columns.map(([, column]) => quotedName(column.name)).join()
    const copy = client.query(from(`copy ${nameOf(table)} (${names}) from stdin`))
    const text = rows.map(row =>
      copyText(columns.map(([name, column]) => driverValue(row[name], column))),
    )
    await alone(
      new Promise<void>((done, failed) => {
        copy.on('finish', done).on('error', failed)
        copy.end(text.join(''))
      }),
    )
  },
  async update(table, names, rows) {
    const all = columnsOf(table)
    const columns = ['key', ...names].map((name): [string, Column] => [name, all[name]!])
    const named = columns.map(([, column]) => quotedName(column.name))
    const sets = named.slice(1).map(name => `${name} = given.${name}`)
    const arrays = columns.map(([, column], at) => `$${at + 1}::${column.getSQLType()}[]`)
    const text = `update ${nameOf(table)} as stored set ${sets.join()}
      from unnest(${arrays.join()}) as given(${named.join()}) where stored.key = given.key`
    const values = columns.map(([name, column]) => rows.map(row => driverValue(row[name], column)))
    const { rowCount } = await alone(client.query(text, values))
    // Whoever asked for a row that is gone asks for it by itself, and is told.
    if (rowCount !== rows.length) throw new NotTogether()
  },
})

const nameOf = (table: AnyTable): string => quotedName(getTableName(table))

const driverValue = (value: unknown, column: Column): unknown =>
  value === null || value === undefined ? null : column.mapToDriverValue(value)

const alone = <T>(writing: Promise<T>): Promise<T> =>
  writing.catch(error => {
    throw isUniqueViolation(error) ? new NotTogether() : error
  })

/**
 * What a table definition is. It is written once, in terms of the column vocabulary, and built for
 * the engine in use; queries are typed by the SQLite side.
 */
import { type Column, getTableColumns, type SQL } from 'drizzle-orm'
import type { SQLiteTableWithColumns } from 'drizzle-orm/sqlite-core'
import type { Columns } from './sqlite/columns.ts'
import type { Tx } from './transaction.ts'

export type { Columns } from './sqlite/columns.ts'

// biome-ignore lint/suspicious/noExplicitAny: a table of any columns
export type AnyTable = SQLiteTableWithColumns<any>

/** A table's columns by the names of the program. */
export const columnsOf = (table: AnyTable): Record<string, Column> => getTableColumns(table)

/** Those in which one of the rows has something: many a column is empty in a whole file. Where the
 * database would fill it by itself it is named all the same. */
export const filledColumns = (
  table: AnyTable,
  rows: readonly Record<string, unknown>[],
): [name: string, column: Column][] =>
  Object.entries(columnsOf(table)).filter(
    ([name, { hasDefault }]) => hasDefault || rows.some(row => (row[name] ?? null) !== null),
  )

/** How a column is kept in events: `secret` only as "changed"; `derived` not at all. Everything else
 * is kept as it is, in the part of an event that can be erased. */
export type Mark = 'secret' | 'derived'

export type TableSpec<T extends AnyTable> = {
  /** The topic whose records these are, as in operation names. */
  topic: string
  /** The prefix of its ids; null for tables whose rows are not records of their own. */
  prefix: string | null
  build(columns: Columns): T
  /** Whose rows an actor reaches: those of every provider within reach, and of these, where only some
   * accounts are, what belongs to one of them by its column `account`; without that column nothing.
   * `providers` means all of a provider's rows, for those who reach some accounts as well; `home`
   * those of the provider at hand alone, as a log is; `itself` that its rows are the
   * providers. Or a condition says what else has to hold where
   * only some accounts are within reach. */
  // biome-ignore lint/suspicious/noExplicitAny: typed by the table itself it would be typed in a circle
  within?: 'providers' | 'home' | 'itself' | ((tx: Tx, table: any) => SQL)
  /** What has to hold besides, of the accounts and for whoever asks. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  besides?(tx: Tx, table: any): SQL | undefined
  marks: Partial<Record<keyof T['$inferSelect'], Mark>>
  /** How events and notices name a row. */
  describe(row: T['$inferSelect']): { name: string | null; email: string | null }
}

export type RowOf<S> = S extends TableSpec<infer T> ? T['$inferSelect'] : never
export type NewRowOf<S> = S extends TableSpec<infer T> ? T['$inferInsert'] : never

export const tableSpec = <T extends AnyTable>(spec: TableSpec<T>): TableSpec<T> => spec

const nameless = () => ({ name: null, email: null })

/** A table of the house itself: no records, no marks; read for the provider at hand, or through a record
 * that is within reach. */
export const plainTable = <T extends AnyTable>(
  topic: string,
  build: (columns: Columns) => T,
  within: 'home' | 'providers' = 'home',
) => tableSpec({ topic, prefix: null, build, within, marks: {}, describe: nameless })

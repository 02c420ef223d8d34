/** The column vocabulary, building for SQLite. Its type is the vocabulary: see ../table.ts. */
import {
  blob,
  index,
  integer,
  primaryKey,
  sqliteTable,
  text,
  uniqueIndex,
} from 'drizzle-orm/sqlite-core'

export const columns = {
  table: sqliteTable,
  index,
  uniqueIndex,
  primaryKey,
  /** The small integer that rows are joined and paged by; ids are for people. */
  rowKey: () => integer('key').primaryKey(),
  text: (name: string) => text(name),
  integer: (name: string) => integer(name),
  /** Milliseconds since 1970 in SQLite, timestamptz(3) in Postgres; a Date in the program. */
  instant: (name: string) => integer(name, { mode: 'timestamp_ms' }),
  flag: (name: string) => integer(name, { mode: 'boolean' }),
  json: <T>(name: string) => text(name, { mode: 'json' }).$type<T>(),
  bytes: (name: string) => blob(name, { mode: 'buffer' }),
}

export type Columns = typeof columns

/** The column vocabulary, building for Postgres behind the type of the SQLite one. */
import {
  bigint,
  boolean,
  customType,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uniqueIndex,
} from 'drizzle-orm/pg-core'
import type { Columns } from '../sqlite/columns.ts'

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' })

export const columns = {
  table: pgTable,
  index,
  uniqueIndex,
  primaryKey,
  rowKey: () => bigint('key', { mode: 'number' }).primaryKey().generatedByDefaultAsIdentity(),
  text: (name: string) => text(name),
  integer: (name: string) => bigint(name, { mode: 'number' }),
  instant: (name: string) => timestamp(name, { withTimezone: true, mode: 'date', precision: 3 }),
  flag: (name: string) => boolean(name),
  json: (name: string) => jsonb(name),
  bytes: (name: string) => bytea(name),
} as unknown as Columns

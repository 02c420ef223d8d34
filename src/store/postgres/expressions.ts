/** Postgres's side of what SQL says differently. */
import { sql } from 'drizzle-orm'
import type { Expressions } from '../engine.ts'

/** The builder has `for` on this engine only, so the type, which is SQLite's, doesn't know it. */
const forUpdate = <Q>(query: Q, options: { skipLocked?: true }): Q =>
  (query as { for(strength: string, options: object): Q }).for('update', options)

export const expressions: Expressions = {
  contains: ({ column }, word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  includes: (column, text) => sql`position(lower(${text}::text) in lower(${column})) > 0`,
  among: (column, values) => sql`${column} = any(${sql.param(values)}::text[])`,
  hasMember: (column, value) => sql`${column} @> ${JSON.stringify([value])}::jsonb`,
  day: column => sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`,
  instant: value => sql`${value.toISOString()}::timestamptz`,
  milliseconds: column =>
    sql<number>`(extract(epoch from ${column}) * 1000)::bigint`.mapWith(Number),
  isInstant: column => sql`isfinite(${column})`.mapWith(Boolean),
  startsWith: (column, prefix) => sql`${column} like ${`${prefix.replace(/[\\%_]/g, '\\$&')}%`}`,
  byCodePoint: column => sql`${column} collate "C"`,
  locking: query => forUpdate(query, {}),
  claiming: query => forUpdate(query, { skipLocked: true }),
}

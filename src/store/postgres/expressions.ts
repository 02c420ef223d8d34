/** Postgres's side of what SQL says differently. */
import { sql } from 'drizzle-orm'
import type { Expressions } from '../engine.ts'

export const expressions: Expressions = {
  contains: ({ column }, word) => sql`${column} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
  includes: (column, text) => sql`position(lower(${text}::text) in lower(${column})) > 0`,
  hasMember: (column, value) => sql`${column} @> ${JSON.stringify([value])}::jsonb`,
  day: column => sql<string>`to_char(${column} at time zone 'UTC', 'YYYY-MM-DD')`,
  instant: value => sql`${value.toISOString()}::timestamptz`,
  milliseconds: column =>
    sql<number>`(extract(epoch from ${column}) * 1000)::bigint`.mapWith(Number),
  locking: query => (query as { for(strength: string): typeof query }).for('update'),
}

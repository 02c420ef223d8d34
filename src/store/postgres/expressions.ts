/** Postgres's side of what SQL says differently. */
import { type Column, type SQL, sql } from 'drizzle-orm'
import { trigramsOf } from '../../kernel/search.ts'
import type { Expressions } from '../engine.ts'

/** The builder has `for` on this engine only, so the type, which is SQLite's, doesn't know it. */
const forUpdate = <Q>(query: Q, options: { skipLocked?: true }): Q =>
  (query as { for(strength: string, options: object): Q }).for('update', options)

/** A trigram as a query for text search has it; with `:*`, all that begin like this. */
const lexeme = (text: string, end = ''): string => `'${text.replace(/['\\]/g, '$&$&')}'${end}`

/** What the index looks up: the trigrams of a word, or of a shorter one those that it begins. */
const lookup = (word: string): string => {
  const trigrams = trigramsOf(word)
  return trigrams.length === 0 ? lexeme(word, ':*') : trigrams.map(one => lexeme(one)).join(' & ')
}

const holds = (column: unknown, word: string): SQL =>
  sql`${column} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`

export const expressions: Expressions = {
  // The index is a way, not a condition: to make the trigrams of every row met would take as long as a
  // hundred looks at it.
  search: ({ column, index }, words) => {
    if (index === null) return { holds: words.map(word => holds(column, word)), ways: [] }
    const { table } = column as Column & { table: { key: Column } }
    const query = words.map(lookup).join(' & ')
    const led = sql`from ${table} where search_trigrams(${column}) @@ ${query}::tsquery`
    return {
      holds: words.map(word => holds(column, word)),
      ways: [sql`select ${table.key} as found ${led}`],
      // Without an offset it would be planned together with what is asked of them.
      rows: sql`select * ${led} offset 0`,
    }
  },
  plans: true,
  aside: condition => condition,
  orNever: column => sql`coalesce(${column}, '1970-01-01T00:00:00Z'::timestamptz)`,
  includes: (column, text) => sql`position(lower(${text}::text) in lower(${column})) > 0`,
  among: (column, values) => sql`${column} = any(${sql.param(values)}::text[])`,
  hasMember: (column, value) => sql`${column} @> ${JSON.stringify([value])}::jsonb`,
  numberIn: (column, name, place) => sql`((${column} -> ${name}::text) ->> ${place}::int)::bigint`,
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

/** SQLite's side of what SQL says differently. */
import { type SQL, sql } from 'drizzle-orm'
import type { Expressions, SearchTarget } from '../engine.ts'

/** The trigram index can't find what is shorter than a trigram. */
const indexedFrom = 3

const contains = ({ column, rowKey, index }: SearchTarget, word: string): SQL => {
  if ([...word].length < indexedFrom) return sql`instr(${column}, ${word}) > 0`
  // GLOB, not LIKE: an ESCAPE clause would keep LIKE from using the index.
  const pattern = `*${word.replace(/[*?[]/g, '[$&]')}*`
  const table = sql.identifier(index)
  return sql`${rowKey} in (select rowid from ${table} where search_text glob ${pattern})`
}

export const expressions: Expressions = {
  contains,
  includes: (column, text) => sql`instr(lower(${column}), lower(${text})) > 0`,
  among: (column, values) =>
    sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  hasMember: (column, value) =>
    sql`exists (select 1 from json_each(${column}) where json_each.value = ${value})`,
  day: column => sql<string>`strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`,
  instant: value => sql`${value.getTime()}`,
  milliseconds: column => sql<number>`${column}`,
  isInstant: column => sql`typeof(${column}) = 'integer'`.mapWith(Boolean),
  // A range, so that an index answers it: U+10FFFF sorts after whatever may follow.
  startsWith: (column, prefix) =>
    sql`(${column} >= ${prefix} and ${column} < ${`${prefix}\u{10ffff}`})`,
  byCodePoint: column => sql`${column}`,
  // The writing transaction has the whole file to itself.
  locking: query => query,
  claiming: query => query,
}

/** SQLite's side of what SQL says differently. */
import { type SQL, sql } from 'drizzle-orm'
import { trigramsOf } from '../../kernel/search.ts'
import type { Expressions, SearchTarget, Way } from '../engine.ts'

/** Sorts after whatever may follow. */
const beyond = '\u{10ffff}'

/** Words that have trigrams are looked up all at once. A shorter one is the beginning of some: where
 * they occur is told by the index's own vocabulary, a table named after it. */
const waysTo = ({ index }: SearchTarget, words: readonly string[]): Way[] => {
  if (index === null) return []
  const trigrams = words.flatMap(trigramsOf)
  const table = sql.identifier(index)
  const vocabulary = sql.identifier(`${index}_terms`)
  const query = trigrams.map(one => `"${one.replaceAll('"', '""')}"`).join(' AND ')
  const long = sql`select rowid as found from ${table} where ${table} match ${query}`
  const short = words.filter(word => trigramsOf(word).length === 0)
  const beginning = (word: string): Way => sql`select doc as found from ${vocabulary}
    where term >= ${word} and term < ${word + beyond}`
  // What isn't in the index yet: see backlog.ts.
  const rest = sql` union all select found from ${sql.identifier(`${index}_rest`)}`
  const ways = [...(trigrams.length > 0 ? [long] : []), ...short.map(beginning)]
  return ways.map(way => sql`${way}${rest}`)
}

const holds = (column: unknown, word: string): SQL => sql`instr(${column}, ${word}) > 0`

export const expressions: Expressions = {
  search: (target, words) => ({
    holds: words.map(word => holds(target.column, word)),
    ways: waysTo(target, words),
  }),
  plans: false,
  // A sign in front of it keeps a condition from being answered by an index.
  aside: condition => sql`+(${condition})`,
  orNever: column => sql`coalesce(${column}, 0)`,
  includes: (column, text) => sql`instr(lower(${column}), lower(${text})) > 0`,
  among: (column, values) =>
    sql`${column} in (select value from json_each(${JSON.stringify(values)}))`,
  hasMember: (column, value) =>
    sql`exists (select 1 from json_each(${column}) where json_each.value = ${value})`,
  numberIn: (column, name, place) => sql`json_extract(${column}, ${`$."${name}"[${place}]`})`,
  day: column => sql<string>`strftime('%Y-%m-%d', ${column} / 1000, 'unixepoch')`,
  instant: value => sql`${value.getTime()}`,
  milliseconds: column => sql<number>`${column}`,
  isInstant: column => sql`typeof(${column}) = 'integer'`.mapWith(Boolean),
  // A range, so that an index answers it.
  startsWith: (column, prefix) => sql`(${column} >= ${prefix} and ${column} < ${prefix + beyond})`,
  byCodePoint: column => sql`${column}`,
  // The writing transaction has the whole file to itself.
  locking: query => query,
  claiming: query => query,
}

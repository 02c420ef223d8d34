/**
 * What the store needs of an engine. Two implementations stand behind it, sqlite/ and postgres/, and
 * only the one in use is loaded.
 */
import type { SQL } from 'drizzle-orm'
import type { BaseSQLiteDatabase } from 'drizzle-orm/sqlite-core'
import type { Cell, Shape } from './shape.ts'
import type { Columns } from './sqlite/columns.ts'
import type { AnyTable } from './table.ts'

/** The query builder. Typed as SQLite's, on both engines. */
// biome-ignore lint/suspicious/noExplicitAny: the driver's result type differs and is not used
export type Database = BaseSQLiteDatabase<'async', any, Record<string, never>>

/** One transaction of an engine. */
export type Session = {
  db: Database
  /** Rows of a hand-written query, with its own column names. */
  rows<T>(query: SQL): Promise<T[]>
  /** The statement kept under this key, built and prepared when it is first asked for. */
  prepared(key: string, build: (db: Database) => Preparable): Prepared
  savepoint<T>(part: () => Promise<T>): Promise<T>
  /** Whole records, and a value beside each. */
  records: Records
  /** Many rows of one table at a time. */
  many: Many
  /** New rows are put into the search index by the next `catchUp`, where that is cheaper; and into the
   * others, if nobody is in the table yet. */
  putOffIndexing(): void | Promise<void>
  /** What is known of those who came since indexes were put off; null where they weren't. Who may be
   * one of them is looked up, once `index` has built what it takes to find them. */
  readonly newcomers: { mayHave(column: string, value: string): boolean; index(): void } | null
  /** Whole tables, out and in. */
  moving: Moving
}

/** The rows of a query of the builder that selects a table's columns as `row` and one value `beside`
 * them, which comes as the engine has it. */
export type Records = <T extends AnyTable>(
  table: T,
  query: RecordQuery,
) => Promise<{ row: T['$inferSelect']; beside: unknown }[]>

export type RecordQuery = PromiseLike<object[]> & { toSQL(): { sql: string; params: unknown[] } }

/** Whole rows by the names of the program, all with the same members. What a unique index refuses is
 * thrown as `NotTogether`. */
export type Many = {
  /** Whether a write has been done when it returns: nobody waits for a server. */
  atOnce: boolean
  /** Numbers for so many new rows, that no other row gets; past `last`, which are given already. */
  keys(table: AnyTable, count: number, last: number): Promise<number[]>
  insert(table: AnyTable, rows: readonly Record<string, unknown>[]): void | Promise<void>
  /** Sets the columns named, of the rows with these keys. */
  update(
    table: AnyTable,
    names: readonly string[],
    rows: readonly Record<string, unknown>[],
  ): void | Promise<void>
}

/** Tables as text, by their shape: see ./shape.ts. */
export type Moving = {
  /** All rows in the order of their keys, a few at a time. */
  stream(shape: Shape): AsyncGenerator<Cell[][]>
  /** Whether it has no rows; in a writing transaction nobody else gives it some from then on. */
  isEmpty(shape: Shape): Promise<boolean>
  /** Adds rows with the keys that they have. New ones are numbered on from there. */
  load(shape: Shape, batches: AsyncIterable<Cell[][]>): Promise<void>
}

/** A query of the builder, and what it is once prepared. */
export type Preparable = { prepare(name: string): unknown }
export type Prepared = { execute(values: Record<string, unknown>): Promise<unknown> | unknown }

/** Where SQL really differs, named once. */
export type Expressions = {
  /** Text search: that the column holds all of these words, and the ways to where it does. */
  search(target: SearchTarget, words: readonly string[]): Search
  /** Whether the planner knows how often a value occurs, and can be asked. Where it doesn't, the store
   * finds out: see ways.ts. */
  plans: boolean
  /** A condition to be checked on rows found otherwise, never the way to find them. */
  aside(condition: SQL): SQL
  /** An instant column, or 1970 for what has none, as an index has it. */
  orNever(column: unknown): SQL
  /** The column holds this text somewhere, whatever the case. */
  includes(column: unknown, text: string): SQL
  /** The text column is one of these, however many. */
  among(column: unknown, values: readonly string[]): SQL
  /** A JSON array column has this text as a member. */
  hasMember(column: unknown, value: string): SQL
  /** Of a JSON object of lists of numbers: the number at this place of the list of this name. */
  numberIn(column: unknown, name: string, place: number): SQL
  /** The UTC day of an instant, as 2026-01-31. */
  day(column: unknown): SQL<string>
  /** An instant as a value of the engine. */
  instant(value: Date): SQL
  /** An instant column as milliseconds since 1970. */
  milliseconds(column: unknown): SQL<number>
  /** Whether an instant column holds an instant, and not something forced into it. */
  isInstant(column: unknown): SQL<boolean>
  /** The column begins with this text, case and all. */
  startsWith(column: unknown, prefix: string): SQL
  /** Text to sort by in the order of its code points, whatever the database's collation is. */
  byCodePoint(column: unknown): SQL
  /** Adds the row locks that this engine needs to a query for rows about to be changed. */
  locking<Q>(query: Q): Q
  /** The same for rows that anyone may take: those that another has locked are passed over. */
  claiming<Q>(query: Q): Q
}

/** A column of search text and the name of its trigram index; null where rows are so few that each is
 * looked at. */
export type SearchTarget = { column: unknown; index: string | null }

/** `rows` is a query of the rows that the way leads to, each once, on an engine that would look each of
 * them up a second time by its key. */
export type Search = { holds: SQL[]; ways: Way[]; rows?: SQL }

/** A way to rows: a query of their keys, named `found`. It misses none of those wanted, but may name
 * one twice and others besides. */
export type Way = SQL

export type Engine = {
  dialect: 'sqlite' | 'postgres'
  columns: Columns
  expressions: Expressions
  /** A snapshot: everything in it sees the same moment. */
  read<T>(part: (session: Session) => Promise<T>): Promise<T>
  /** One writing transaction, replayed from the start after a serialisation failure. Only one that
   * writes its rows `together` can do while indexes are put off. */
  write<T>(
    part: (session: Session) => Promise<{ commit: boolean; value: T }>,
    together?: boolean,
  ): Promise<T>
  /** The same, but it fails at once where `write` would wait for a lock. */
  writeIfFree: Engine['write']
  /** Puts into indexes what was put off, a little in each of many transactions. */
  catchUp(): Promise<void>
  /** Reads by plain SQL, before it is known whether there is a schema to build queries on. */
  reading<T>(part: (raw: Pick<MigrationSession, 'rows'>) => Promise<T>): Promise<T>
  /** Holds the migration lock while `part` runs. */
  migrating<T>(part: (raw: MigrationSession) => Promise<T>): Promise<T>
  /** Copies the whole database, as of one moment, into a new file. */
  backup(file: string): Promise<void>
  /** Writes everything that is stored anew, so that nothing deleted is left in it anywhere. False
   * where the engine does that by itself, in its own time. */
  rewrite(): Promise<boolean>
  /** The engine's own proof that its file is sound; one line per thing found wrong. A quick one
   * leaves out whether indexes hold what their tables do. */
  integrity(quick?: boolean): Promise<string[]>
  close(): Promise<void>
}

/** What a migration may do: whole scripts in one transaction. */
export type MigrationSession = {
  rows<T>(query: string, parameters?: unknown[]): Promise<T[]>
  script(text: string): Promise<void>
}

/** Keeps what is prepared on one connection. Names are short: Postgres allows 63 characters. */
export const keptBy = (db: Database): Session['prepared'] => {
  const kept = new Map<string, Prepared>()
  return (key, build) => {
    let statement = kept.get(key)
    if (!statement) {
      statement = build(db).prepare(`s${kept.size}`) as Prepared
      kept.set(key, statement)
    }
    return statement
  }
}

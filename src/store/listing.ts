/**
 * One way to list: filters, search, sort, keyset pages and counts, for every table. A topic says
 * which of its columns can be filtered and sorted by, and this makes the query.
 */
import { and, asc, desc, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { invalid } from '../kernel/errors.ts'
import type { FilterField, FilterTerm, FilterValue } from '../kernel/filter.ts'
import { nearest } from '../kernel/nearest.ts'
import { countedUpTo, decodeCursor, encodeCursor } from '../kernel/page.ts'
import { searchWords } from '../kernel/search.ts'
import type { SearchTarget } from './engine.ts'
import type { AnyTable, TableSpec } from './table.ts'
import type { Tx } from './transaction.ts'

// biome-ignore lint/suspicious/noExplicitAny: a column, or an expression that stands for one
type Column = any

/** What a filter field stands for. `fold` brings a typed value to the form that is stored; `match`
 * says what it is to have a value, where that isn't for the column to be equal to it. */
export type Filterable = FilterField & {
  column: Column
  fold?: (value: string) => string
  match?: (value: string) => SQL
  /** Where `~` looks instead: a column that is kept without accents and case. */
  folded?: { column: Column; fold(value: string): string }
}

/** What a list is sorted by: never null, so that a cursor can name it. */
export type Sortable = { column: Column; instant?: boolean }

export type Listing<T extends AnyTable> = {
  spec: TableSpec<T>
  filters: Record<string, Filterable>
  sorts: Record<string, Sortable>
  /** As in `--sort`: `-createdAt` is newest first. */
  defaultSort: string
  search?: SearchTarget
  /** What is left out unless asked for otherwise. */
  where?: SQL
  /** Whose cursors these are, where another list's must not do in their place. */
  cursors?: string
  /** The unique column that settles the order of equals, in tables without a `key`. */
  tie?: keyof T['$inferSelect'] & string
}

export type ListInput = {
  terms: FilterTerm[]
  search?: string
  sort?: string
  cursor?: string
  limit: number
  /** Count past the first ten thousand. */
  count?: boolean
}

export type Listed<Row> = {
  rows: Row[]
  hasMore: boolean
  nextCursor: string | null
  total: number | null
}

export const listRows = async <T extends AnyTable>(
  tx: Tx,
  listing: Listing<T>,
  input: ListInput,
): Promise<Listed<T['$inferSelect']>> => {
  const table = tx.table(listing.spec) as AnyTable
  const { tie = 'key' } = listing
  const sort = sortOf(listing, input.sort)
  const where = and(
    tx.scoped(listing.spec),
    listing.where,
    conditionsOf(tx, listing.filters, input.terms),
    ...searchConditions(tx, listing, input.search),
  )
  const { cursor } = input
  const after = cursor === undefined ? undefined : afterCursor(tx, table[tie], sort, cursor)
  const direction = sort.descending ? desc : asc
  const rows = await tx.db
    .select({ row: table as never, position: positionOf(tx, sort) })
    .from(table)
    .where(and(where, after))
    .orderBy(direction(sort.column), direction(table[tie]))
    .limit(input.limit + 1)
  const hasMore = rows.length > input.limit
  const page = rows.slice(0, input.limit) as { row: T['$inferSelect']; position: string | number }[]
  const last = hasMore ? page.at(-1) : undefined
  return {
    rows: page.map(({ row }) => row),
    hasMore,
    nextCursor: last
      ? encodeCursor(
          { sort: sort.name, values: [last.position, last.row[tie]] },
          tx.scope.organization.cursorKey,
        )
      : null,
    total: await totalOf(tx, table, where, input.count ?? false),
  }
}

/** What matches, counted exactly up to ten thousand, and beyond only when asked. */
const totalOf = async (tx: Tx, table: AnyTable, where: SQL | undefined, all: boolean) => {
  const found = tx.db
    .select({ one: sql`1`.as('one') })
    .from(table)
    .where(where)
  const counted = all ? found : found.limit(countedUpTo + 1)
  const [row] = await tx.rows<{ n: number | string }>(
    sql`select count(*) as n from ${counted} as counted`,
  )
  const total = Number(row!.n)
  return all || total <= countedUpTo ? total : null
}

type Sort = Sortable & { name: string; descending: boolean }

const sortOf = <T extends AnyTable>(
  { sorts, defaultSort, cursors }: Listing<T>,
  wanted = defaultSort,
): Sort => {
  const descending = wanted.startsWith('-')
  const name = wanted.replace(/^[-+]/, '')
  const found = sorts[name]
  if (!found) {
    const near = nearest(name, Object.keys(sorts))
    const all = `Sort by: ${Object.keys(sorts).join(', ')}; with - in front for the other way round.`
    throw invalid(
      'sort',
      'This list is not sorted by that.',
      near ? `Did you mean ${near}? ${all}` : all,
    )
  }
  return { ...found, name: cursors ? `${cursors} ${wanted}` : wanted, descending }
}

const positionOf = (tx: Tx, { column, instant }: Sort): SQL =>
  instant ? tx.expressions.milliseconds(column) : sql`${column}`

const afterCursor = (tx: Tx, tie: Column, sort: Sort, cursor: string): SQL => {
  const [value, last] = decodeCursor(cursor, sort.name, tx.scope.organization.cursorKey)
  const position = sort.instant ? tx.expressions.instant(new Date(Number(value))) : sql`${value}`
  const beyond = sql.raw(sort.descending ? '<' : '>')
  // A row value compares both at once, so that one index range answers the whole condition.
  return sql`(${sort.column}, ${tie}) ${beyond} (${position}, ${last})`
}

const searchConditions = <T extends AnyTable>(tx: Tx, { search }: Listing<T>, text = ''): SQL[] =>
  search ? searchWords(text).map(word => tx.expressions.contains(search, word)) : []

/** What a filter comes to in SQL: all of its terms. */
export const conditionsOf = (
  tx: Tx,
  filters: Record<string, Filterable>,
  terms: readonly FilterTerm[],
): SQL | undefined => and(...terms.map(term => conditionOf(tx, filters[term.field]!, term)))

const conditionOf = (
  tx: Tx,
  { column, kind, fold, match, folded }: Filterable,
  { op, values }: FilterTerm,
): SQL => {
  const bound = (value: FilterValue): unknown => {
    if (value instanceof Date) return tx.expressions.instant(value)
    // Postgres takes a parameter for what the column is, and a bigint can't be 1.5 or 1e30.
    if (typeof value === 'number' && !Number.isSafeInteger(value))
      return sql`cast(${value} as numeric)`
    return typeof value === 'string' && fold ? fold(value) : value
  }
  const [first] = values
  if (op === '~') {
    const holds = (text: string) =>
      folded
        ? tx.expressions.includes(folded.column, folded.fold(text))
        : tx.expressions.includes(column, text)
    return any(values.map(value => holds(String(value))))
  }
  if (op === '=' || op === '!=') {
    const equal = match
      ? any(values.map(value => match(String(value))))
      : kind === 'tags'
        ? membership(tx, column, values)
        : equality(column, values, bound)
    return op === '=' ? equal : negation(equal)
  }
  return sql`${column} ${sql.raw(op)} ${bound(first!)}`
}

const any = (conditions: SQL[]): SQL => or(...conditions) as SQL

const equality = (
  column: Column,
  values: FilterValue[],
  bound: (value: FilterValue) => unknown,
): SQL => {
  const plain = values.filter(value => value !== null).map(bound)
  const conditions = plain.length > 0 ? [inArray(column, plain)] : []
  return any(values.includes(null) ? [...conditions, isNull(column)] : conditions)
}

const membership = (tx: Tx, column: Column, values: FilterValue[]): SQL =>
  any(
    values.map(value =>
      value === null ? sql`${column} = '[]'` : tx.expressions.hasMember(column, String(value)),
    ),
  )

/** Null compares as unknown in SQL; to a person, "not TZ" holds for those without a country. */
const negation = (equal: SQL): SQL => sql`coalesce(not (${equal}), true)`

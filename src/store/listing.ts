/**
 * One way to list: filters, search, sort, keyset pages and counts, for every table. A topic says
 * which of its columns can be filtered and sorted by, and this makes the query.
 */
import { and, asc, desc, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import { invalid } from '../kernel/errors.ts'
import type { FilterField, FilterTerm, FilterValue } from '../kernel/filter.ts'
import { nearest } from '../kernel/nearest.ts'
import { countedUpTo, cursorKeyOf, decodeCursor, encodeCursor, orderName } from '../kernel/page.ts'
import { searchWords } from '../kernel/search.ts'
import type { Search, SearchTarget, Way } from './engine.ts'
import { eachProvider, ofAccounts, ofTenants, wayToReached } from './scope.ts'
import type { AnyTable, TableSpec } from './table.ts'
import type { Tx } from './transaction.ts'
import { bestWay, countAlong, type Found, ledFrom, walkedFirst } from './ways.ts'

// biome-ignore lint/suspicious/noExplicitAny: a column, or an expression that stands for one
type Column = any

/** What a filter field stands for. `fold` brings a typed value to the form that is stored; `match`
 * says what it is to have a value, where that isn't for the column to be equal to it. */
export type Filterable = FilterField & {
  column: Column
  fold?: (value: string) => string
  match?: (value: string) => SQL
  /** How an index leads to the rows with any of these values. */
  way?: (values: FilterValue[]) => Way
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
  /** The column that says which account a row is of, or is: an index leads to those within reach. */
  account?: Column
  /** The unique column that settles the order of equals, in tables without a `key`. */
  tie?: keyof T['$inferSelect'] & string
}

/** All that was asked of a list, as its operation was given it. A cursor belongs to it, down to the
 * conditions that the topic itself sees to. */
export type ListInput = {
  filter?: string
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

/** A list, as it is asked for here and now. */
type Query = {
  tx: Tx
  table: AnyTable
  tie: Column
  sort: Sort
  /** Whose rows they are, of all providers within reach and, where those are several, of each. */
  scope: SQL
  each: SQL[] | null
  /** Where its page begins. */
  after: SQL | undefined
  /** What a row has to meet besides, and what of it is left to be asked where a way led to the row. */
  rest: SQL | undefined
  left: SQL | undefined
  limit: number
}

type Positioned<Row> = { row: Row; beside: unknown }

export const listRows = async <T extends AnyTable>(
  tx: Tx,
  listing: Listing<T>,
  terms: readonly FilterTerm[],
  input: ListInput,
): Promise<Listed<T['$inferSelect']>> => {
  const table = tx.table(listing.spec) as AnyTable
  const { tie = 'key' } = listing
  const sort = sortOf(listing, input)
  const search = searchOf(tx, listing, input.search)
  const [value, last, counted] =
    input.cursor === undefined ? [] : positionIn(tx, sort, input.cursor)
  const byFilter = tx.expressions.plans ? [] : waysOf(listing.filters, terms)
  const byReach = waysOfReach(tx, listing)
  const best = await bestWay(tx, [...search.ways, ...byFilter, ...byReach])
  const found = best && { ...best, ...(search.ways.includes(best.way) && { rows: search.rows }) }
  const asked = and(listing.where, conditionsOf(tx, listing.filters, terms), ...search.holds)
  const rest = and(ofAccounts(tx, listing.spec), asked)
  // Where several bound them, one's way leads to what another's doesn't.
  const isReach = found && byReach.includes(found.way) && tx.scope.bounds.length === 1
  const query: Query = {
    tx,
    table,
    tie: table[tie],
    sort,
    scope: ofTenants(tx, listing.spec),
    each: eachProvider(tx, listing.spec),
    after: last === undefined ? undefined : beyond(tx, sort, table[tie], [value!, last]),
    rest,
    left: isReach ? asked : rest,
    limit: input.limit + 1,
  }
  const rows = (await pageOf(query, found)) as Positioned<T['$inferSelect']>[]
  const known = counted !== undefined && !(input.count && counted === null)
  const total = known ? counted : await totalOf(query, found, terms.length > 0, input.count)
  return paged(rows, { limit: input.limit, tie, sort, total }, cursorKeyOf(tx.scope))
}

/** What was counted for the first page goes with its cursor: nothing is counted twice. */
const paged = <Row>(
  found: Positioned<Row>[],
  { limit, tie, sort, total }: { limit: number; tie: string; sort: Sort; total: number | null },
  key: string,
): Listed<Row> => {
  const hasMore = found.length > limit
  const page = found.slice(0, limit)
  const last = hasMore ? page.at(-1) : undefined
  const at = (row: Row) => (row as Record<string, number>)[tie]!
  const values = last && [last.beside as string | number, at(last.row), total]
  return {
    rows: page.map(({ row }) => row),
    hasMore,
    nextCursor: values ? encodeCursor({ sort: sort.name, values }, key) : null,
    total,
  }
}

/** Few rows are gone to one by one. Many are met soon enough on a walk along the sort; where they
 * aren't after a while, they lie together somewhere else. */
const pageOf = async (query: Query, found: Found | null): Promise<unknown[]> => {
  if (found?.size === 'few') return led(query, found)
  return query.each ? merged(query, query.each, found) : walked(query, found)
}

/** Providers have each an order of their own: the first of all are among the first of each. */
const merged = async (query: Query, each: readonly SQL[], found: Found | null) => {
  const keys: unknown[] = []
  for (const scope of each) {
    const page = (await walked({ ...query, scope }, found)) as { row: Record<string, unknown> }[]
    keys.push(...page.map(({ row }) => row[query.tie.name]))
  }
  return keys.length === 0 ? [] : along(query, inArray(query.tie, keys))
}

const walked = async (query: Query, found: Found | null): Promise<unknown[]> => {
  const { tx, scope, rest, after, limit } = query
  if (!found) return along(query, and(scope, after, rest))
  const walk = and(scope, after, rest && tx.expressions.aside(rest))
  const end = await farEnd(query)
  const met = await along(query, and(walk, end))
  if (!end || met.length === limit) return met
  return found.size === 'some' ? led(query, found) : along(query, walk)
}

const ordered = ({ sort, tie }: Query): SQL[] => {
  const direction = sort.descending ? desc : asc
  return [direction(sort.column), direction(tie)]
}

const along = (query: Query, where: SQL | undefined) => {
  const { tx, table, sort, limit } = query
  const rows = tx.db
    .select({ row: table as never, beside: positionOf(tx, sort) })
    .from(table)
    .where(where)
    .orderBy(...ordered(query))
    .limit(limit)
  return tx.session.records(table, rows)
}

/** Sorted by their keys first: whole rows would be carried along for nothing. */
const led = (query: Query, found: Found): Promise<unknown[]> => {
  const { tx, table, tie, scope, after, left, limit } = query
  const { from, led } = ledFrom(table, tie, found)
  const keys = tx.db
    .select({ key: sql`${tie}` })
    .from(from)
    .where(and(led, tx.expressions.aside(and(scope, after, left)!)))
    .orderBy(...ordered(query))
    .limit(limit)
  return along(query, inArray(tie, keys))
}

/** Everything before the row that lies so far along the sort; undefined where there are fewer. */
const farEnd = async (query: Query): Promise<SQL | undefined> => {
  const { tx, table, tie, sort, scope, after } = query
  const [row] = (await tx.db
    .select({ position: positionOf(tx, sort), tie })
    .from(table)
    .where(and(scope, after))
    .orderBy(...ordered(query))
    .limit(1)
    .offset(walkedFirst)) as { position: string | number; tie: number }[]
  const back = { ...sort, descending: !sort.descending }
  return row && beyond(tx, back, tie, [row.position, row.tie])
}

/** What matches, counted exactly up to ten thousand, and beyond only when asked. */
const totalOf = async (query: Query, found: Found | null, isFiltered: boolean, all = false) => {
  const { tx, table, scope, rest, left } = query
  // A way to many, most of which another condition refuses, would be longer than the table.
  const isPlain = !isFiltered && !tx.expressions.plans
  const useful = found && (found.size !== 'many' || isPlain)
  if (useful && !all) {
    const total = await countAlong(tx, table, found, and(scope, left)!)
    return total <= countedUpTo ? total : null
  }
  const matching = tx.db
    .select({ one: sql`1`.as('one') })
    .from(table)
    .where(and(scope, found && rest ? tx.expressions.aside(rest) : rest))
  const counted = all ? matching : matching.limit(countedUpTo + 1)
  const [row] = await tx.rows<{ n: number | string }>(
    sql`select count(*) as n from ${counted} as counted`,
  )
  const total = Number(row!.n)
  return all || total <= countedUpTo ? total : null
}

type Sort = Sortable & { name: string; descending: boolean }

const sortOf = <T extends AnyTable>(
  { sorts, defaultSort, cursors }: Listing<T>,
  { sort: wanted = defaultSort, limit: _, cursor: __, count: ___, ...asked }: ListInput,
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
  const order = cursors ? `${cursors} ${wanted}` : wanted
  return { ...found, name: orderName(order, asked), descending }
}

const positionOf = (tx: Tx, { column, instant }: Sort): SQL =>
  instant ? tx.expressions.milliseconds(column) : sql`${column}`

type Positions = [value: string | number, tie: string | number]

const positionIn = (tx: Tx, { name }: Sort, cursor: string) =>
  decodeCursor(cursor, name, cursorKeyOf(tx.scope)) as [...Positions, number | null]

/** The rows after this one. */
const beyond = (tx: Tx, sort: Sort, tie: Column, [value, last]: Positions): SQL => {
  const position = sort.instant ? tx.expressions.instant(new Date(Number(value))) : sql`${value}`
  const further = sql.raw(sort.descending ? '<' : '>')
  // A row value compares both at once, so that one index range answers the whole condition.
  return sql`(${sort.column}, ${tie}) ${further} (${position}, ${last})`
}

const searchOf = <T extends AnyTable>(tx: Tx, { search }: Listing<T>, text = ''): Search => {
  const words = search ? searchWords(text) : []
  return words.length > 0 ? tx.expressions.search(search!, words) : { holds: [], ways: [] }
}

/** Where only some accounts are within reach, what is of them may be few. */
const waysOfReach = <T extends AnyTable>(tx: Tx, { spec, account }: Listing<T>): Way[] =>
  account && tx.scope.bounds.length > 0 ? [wayToReached(tx, spec as never, account)] : []

/** The ways that filters open: one for each term that says what a column with an index is. */
const waysOf = (filters: Record<string, Filterable>, terms: readonly FilterTerm[]): Way[] =>
  terms.flatMap(({ field, op, values }) => {
    const { way, fold } = filters[field]!
    if (op !== '=' || !way) return []
    return way(values.map(value => (typeof value === 'string' && fold ? fold(value) : value)))
  })

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
    const one = (value: FilterValue) => (value === null ? isNull(column) : match!(String(value)))
    const equal = match
      ? any(values.map(one))
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

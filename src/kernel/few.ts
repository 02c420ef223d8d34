/** A list of what is few enough to be at hand all at once: it is filtered, searched, sorted and cut into
 * pages as the rows of a table are. */
import { invalid } from './errors.ts'
import type { FilterFields, FilterTerm, FilterValue } from './filter.ts'
import { termsOf } from './list.ts'
import { nearest } from './nearest.ts'
import { decodeCursor, encodeCursor, orderName, type Page } from './page.ts'
import { normaliseText } from './search.ts'

export type Few<T> = {
  /** Whose cursors these are: another list's must not do in their place. */
  cursors: string
  filters: FilterFields
  /** What a filter looks at, where that isn't the member of its name. */
  values?: Record<string, (row: T) => unknown>
  sorts: Record<string, (row: T) => string | number>
  /** As in `--sort`: `-created` is newest first. */
  defaultSort: string
  /** Settles the order of equals; a cursor names it. */
  id(row: T): string
  /** What a search looks into. */
  texts?(row: T): (string | null)[]
}

/** All that was asked of the list, as its operation was given it. */
type Asked = {
  filter?: string
  search?: string
  sort?: string
  cursor?: string
  limit: number
  count?: boolean
}

/** Throws `invalid_input` for what the list doesn't know. */
export const pageOfFew = <T extends object>(
  all: readonly T[],
  list: Few<T>,
  { limit, cursor, count: _, ...asked }: Asked,
  { now, cursorKey }: { now: Date; cursorKey: string },
): Page<T> => {
  const terms = termsOf(asked.filter, list.filters, now)
  const words = normaliseText(asked.search ?? '').split(' ')
  const found = all.filter(
    row =>
      terms.every(term => meets(lookedAt(row, list, term.field), term)) && has(row, list, words),
  )
  const order = orderOf(list, asked.sort)
  found.sort(order.compare)
  const sort = orderName(`${list.cursors} ${order.name}`, {
    filter: asked.filter,
    search: asked.search,
  })
  const at = cursor === undefined ? null : decodeCursor(cursor, sort, cursorKey)
  const rest = at === null ? found : found.filter(row => order.isAfter(row, at as Position))
  const data = rest.slice(0, limit)
  const last = rest.length > limit ? data.at(-1)! : null
  const values = last && [order.key(last), list.id(last)]
  const nextCursor = values && encodeCursor({ sort, values }, cursorKey)
  return { data, hasMore: last !== null, nextCursor, total: found.length }
}

type Position = [value: string | number, id: string]

const orderOf = <T extends object>({ sorts, defaultSort, id }: Few<T>, wanted = defaultSort) => {
  const key = sorts[wanted.replace(/^[-+]/, '')]
  if (!key) throw unsorted(wanted, Object.keys(sorts))
  const way = wanted.startsWith('-') ? -1 : 1
  const places = (one: Position, other: Position) =>
    way * (compared(one[0], other[0]) || compared(one[1], other[1]))
  const placeOf = (row: T): Position => [key(row), id(row)]
  return {
    name: wanted,
    key,
    compare: (one: T, other: T) => places(placeOf(one), placeOf(other)),
    isAfter: (row: T, at: Position) => places(placeOf(row), at) > 0,
  }
}

const compared = (one: string | number, other: string | number): number =>
  one === other ? 0 : one < other ? -1 : 1

const unsorted = (wanted: string, sorts: string[]) => {
  const near = nearest(wanted, sorts)
  const every = `Sort by: ${sorts.join(', ')}; with - in front for the other way round.`
  return invalid(
    'sort',
    'This list is not sorted by that.',
    near ? `Did you mean ${near}? ${every}` : every,
  )
}

const has = <T>(row: T, { texts }: Few<T>, words: readonly string[]): boolean => {
  const text = texts?.(row).map(part => normaliseText(part ?? ''))
  return words.every(word => word === '' || text?.some(part => part.includes(word)))
}

const lookedAt = <T extends object>(row: T, { values }: Few<T>, field: string): unknown =>
  values?.[field] ? values[field](row) : (row as Record<string, unknown>)[field]

const meets = (value: unknown, { op, values }: FilterTerm): boolean => {
  const [first] = values
  if (op === '~') return values.some(one => holds(value, String(one)))
  if (op === '=') return values.some(one => equals(value, one))
  if (op === '!=') return !values.some(one => equals(value, one))
  if (value === null || value === undefined) return false
  const [one, other] = [numberOf(value), numberOf(first)]
  if (op === '>') return one > other
  if (op === '>=') return one >= other
  return op === '<' ? one < other : one <= other
}

const holds = (value: unknown, part: string): boolean =>
  typeof value === 'string' && normaliseText(value).includes(normaliseText(part))

/** A list has what it is compared with, or for none nothing. */
const equals = (value: unknown, wanted: FilterValue): boolean => {
  if (Array.isArray(value)) return wanted === null ? value.length === 0 : value.includes(wanted)
  return (value ?? null) === wanted
}

/** Instants as they are shown, too. */
const numberOf = (value: unknown): number =>
  typeof value === 'number' ? value : new Date(value as string).getTime()

/**
 * Keyset pages: a cursor names the last row seen, not a count of rows to skip, so a page costs the
 * same at any depth and rows that come or go in between are never shown twice.
 */
import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import type { Scope } from './context.ts'
import { invalid } from './errors.ts'

export type Page<T> = {
  data: T[]
  hasMore: boolean
  nextCursor: string | null
  /** Exact to 10,000, then null unless asked for. */
  total: number | null
}

/** The largest count that a list works out unasked. */
export const countedUpTo = 10_000

/** The name of an order for cursors: what else was asked for is in it, so that a cursor of another
 * filter or search is refused like one of another order. A time typed as -7d is another instant with
 * each page, so of a time it only says that there is one. */
export const orderName = (sort: string, asked: Record<string, unknown>): string => {
  const given = Object.entries(asked)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (value instanceof Date ? [name] : [name, value]))
  if (given.length === 0) return sort
  return `${sort} ${hash('sha256', JSON.stringify(given), 'base64url').slice(0, 11)}`
}

/** What signs the cursors of whoever has this reach: another's is refused, as one that never was, since it
 * tells where a record of theirs lies and how many there are. */
export const cursorKeyOf = ({ organization, every, providers, bounds }: Scope): string => {
  const reach = every ? 'every' : providers.map(({ provider }) => provider)
  return JSON.stringify([organization.cursorKey, reach, bounds])
}

type Position = { sort: string; values: (string | number | null)[] }

const seal = (body: string, key: string): Buffer =>
  createHmac('sha256', key).update(body).digest().subarray(0, 9)

/** Opaque and signed, so that a cursor from another organisation or sort is refused, not obeyed. */
export const encodeCursor = (position: Position, key: string): string => {
  const body = JSON.stringify([position.sort, ...position.values])
  return Buffer.concat([seal(body, key), Buffer.from(body)]).toString('base64url')
}

/** Throws `invalid_input` when the cursor is not one of ours for this sort. */
export const decodeCursor = (cursor: string, sort: string, key: string): Position['values'] => {
  const bytes = Buffer.from(cursor, 'base64url')
  const body = bytes.subarray(9).toString()
  const ours = bytes.length > 9 && timingSafeEqual(bytes.subarray(0, 9), seal(body, key))
  const [made, ...values] = ours ? (JSON.parse(body) as [string, ...Position['values']]) : [null]
  if (made !== sort) {
    throw invalid(
      'cursor',
      'This cursor does not belong to this list.',
      'Use nextCursor as printed, with the same --sort, --filter and --search.',
    )
  }
  return values
}

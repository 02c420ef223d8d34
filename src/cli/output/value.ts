/** How one value of a record reads to a person, and how it is found in its record. */
import { escapedJson } from './safe.ts'

export type Row = Record<string, unknown>

/** A record of names and values, as opposed to a list, an instant or a plain value. */
export const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date)

/**
 * The value at a dotted path: `account.name` is the account's name, unless the row has that very
 * key. Undefined where there is nothing.
 */
export function valueAt(row: unknown, path: string): unknown {
  if (!isRow(row)) return undefined
  if (Object.hasOwn(row, path)) return row[path]
  const dot = path.indexOf('.')
  const head = path.slice(0, dot)
  return dot > 0 && Object.hasOwn(row, head) ? valueAt(row[head], path.slice(dot + 1)) : undefined
}

/** Nothing reads as an empty text, a list by its items, a nested record as its JSON. */
export function plainText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plainText).join(', ')
  return typeof value === 'object' ? escapedJson(value) : String(value)
}

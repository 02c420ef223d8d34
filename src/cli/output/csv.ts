/**
 * CSV (RFC 4180 quoting, lines end in \n) that a spreadsheet doesn't run and an import reads back
 * exactly.
 *
 * A cell is: nothing for null; `true` or `false`; an instant in ISO 8601; a list's items joined by
 * `;` (as JSON when an item holds one or isn't a plain value); a record as JSON, unless its columns
 * are spread out as `a.b`.
 */
import { guarded } from '../../kernel/formula.ts'
import { escapedJson, visible } from './safe.ts'
import { isRow, type Row, valueAt } from './value.ts'

/** `title` heads the column, its key if not given. */
export type CsvColumn = {
  /** Where the value is in the row, a dotted path. */
  key: string
  title?: string
  /** Holds phone numbers, whose leading + is no formula. */
  phone?: boolean
  /** What stands for a record that is there. */
  plain?: ((value: Row) => unknown) | undefined
}

/** `visible`: for a terminal, where control characters are spelled out; a file gets text as it is. */
export type CsvOptions = { headers?: boolean; visible?: boolean }

export type CsvWriter<Answer> = {
  /** Writes rows, and before the first ones the header. Answers as `write` does. */
  rows(rows: readonly Row[]): Promise<Answer>
}

/**
 * Streams CSV into `write`, one call per batch of rows. `rows([])` writes the header alone, so that
 * an empty list still says its columns.
 */
export async function csvWriter<Answer>(
  columns: readonly CsvColumn[],
  write: (text: string) => Promise<Answer>,
  options: CsvOptions = {},
): Promise<CsvWriter<Answer>> {
  let head = options.headers === false ? [] : [columns.map(({ key, title }) => title ?? key)]
  const shown = (text: string) => (options.visible ? visible(text) : text)
  return {
    rows(rows) {
      const cells = rows.map(row => columns.map(column => cell(plainAt(row, column), column)))
      const lines = [...head, ...cells].map(line => line.map(text => quoted(shown(text))).join())
      head = []
      return write(lines.map(line => `${line}\n`).join(''))
    },
  }
}

const plainAt = (row: Row, { key, plain }: CsvColumn): unknown => {
  const value = valueAt(row, key)
  return plain && isRow(value) ? plain(value) : value
}

/** In quotes where it holds what ends a cell or a line, each of its own quotes doubled. */
const quoted = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text

/** A column for each value of `row`, those of a record inside it as `a.b` unless it stays `whole`. */
export const csvColumnsOf = (
  row: Row,
  whole: (key: string) => boolean = () => false,
  prefix = '',
): CsvColumn[] =>
  Object.entries(row).flatMap(([name, value]) => {
    const key = prefix + name
    const nested = isRow(value) && Object.keys(value).length > 0 && !whole(key)
    return nested ? csvColumnsOf(value, whole, `${key}.`) : [{ key }]
  })

function cell(value: unknown, { phone }: CsvColumn): string {
  const text = cellText(value)
  const harmless = typeof value !== 'string' || (phone && /^\+\d+$/.test(text))
  return harmless && !Array.isArray(value) ? text : guarded(text)
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  if (typeof value !== 'object') return String(value)
  const joins = (item: unknown) => typeof item !== 'object' && !String(item).includes(';')
  return Array.isArray(value) && value.every(joins) ? value.join(';') : escapedJson(value)
}

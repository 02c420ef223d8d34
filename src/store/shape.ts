/**
 * A table as plain text: which columns it has, of what kind, and which of them order its rows. Read
 * from the one definition, so that both engines write a row down in the same words.
 */
import { getTableConfig } from 'drizzle-orm/sqlite-core/utils'
import { canonicalJson } from '../kernel/canonical.ts'
import { columns } from './sqlite/columns.ts'
import type { AnyTable, TableSpec } from './table.ts'

export type ColumnKind = 'text' | 'integer' | 'instant' | 'flag' | 'json' | 'bytes'

export type ShapeColumn = { name: string; kind: ColumnKind }

export type Shape = {
  name: string
  columns: ShapeColumn[]
  /** What its rows are ordered by: its primary key. */
  key: ShapeColumn[]
  /** Whether its engine numbers new rows by itself. */
  numbered: boolean
}

/**
 * One value in the words that both engines share: an integer and an instant (milliseconds since
 * 1970) in decimal digits, a flag as 1 or 0, bytes in hex, JSON as RFC 8785 has it.
 */
export type Cell = string | null

const kinds: Record<string, ColumnKind> = {
  SQLiteText: 'text',
  SQLiteInteger: 'integer',
  SQLiteTimestamp: 'instant',
  SQLiteBoolean: 'flag',
  SQLiteTextJson: 'json',
  SQLiteBlobBuffer: 'bytes',
}

export const shapeOf = (spec: TableSpec<AnyTable>): Shape => {
  const { name, columns: built, primaryKeys } = getTableConfig(spec.build(columns))
  const shaped = built.map(({ name, columnType }) => ({ name, kind: kinds[columnType]! }))
  const inKey = primaryKeys[0]?.columns ?? built.filter(({ primary }) => primary)
  const key = inKey.map(({ name }) => shaped.find(column => column.name === name)!)
  return { name, columns: shaped, key, numbered: key.length === 1 && key[0]!.name === 'key' }
}

/** A name as SQL has it, on both engines. */
export const quotedName = (name: string): string => `"${name}"`

/** Brings into the shared words what the engine's own SQL could not. Throws where it is no JSON. */
export const cellsOf = ({ columns }: Shape, row: readonly Cell[]): Cell[] =>
  row.map((value, at) =>
    value !== null && columns[at]!.kind === 'json' ? canonicalJson(JSON.parse(value)) : value,
  )

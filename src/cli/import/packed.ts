/**
 * Batches on their way from one thread to another. What the drafts of a batch have in common goes once,
 * and of their rows the cells alone: to name each would take longer than to send them.
 */
import type { Draft } from '../../kernel/draft.ts'
import type { Batch, PlainRow } from './file.ts'

type Shared = Omit<Draft['entry'], 'at' | 'subjects' | 'sealed'>

type Cells = unknown[]

export type Packed = Omit<Batch, 'rows'> & {
  rows: (Omit<PlainRow, 'draft'> & { cells?: Cells })[]
  names: string[]
  shared?: Shared
}

/** Cells before those of the row: when, about whom, the detail, its salt and its digest. */
const ofEntry = 5

export const packed = ({ rows, ...rest }: Batch): Packed => {
  const names = namesIn(rows)
  const first = rows.find(({ draft }) => draft)?.draft
  return {
    ...rest,
    names,
    ...(first && { shared: sharedOf(first) }),
    rows: rows.map(({ draft, ...row }) => (draft ? { ...row, cells: cellsOf(draft, names) } : row)),
  }
}

const sharedOf = ({ entry: { at: _, subjects: __, sealed: ___, ...shared } }: Draft): Shared =>
  shared

/** The columns in which any of the rows has something. */
const namesIn = (rows: readonly PlainRow[]): string[] => {
  const found = new Set<string>()
  for (const { draft } of rows) {
    for (const name in draft?.row) if (draft.row[name] !== null) found.add(name)
  }
  return [...found]
}

const cellsOf = ({ row, entry }: Draft, names: readonly string[]): Cells => {
  const { text, salt, digest } = entry.sealed
  const cells: Cells = [entry.at.getTime(), entry.subjects, text, salt, digest]
  for (const name of names) cells.push(row[name])
  return cells
}

export const unpacked = ({ rows, names, shared, ...rest }: Packed): Batch => ({
  ...rest,
  rows: rows.map(({ cells, ...row }) =>
    cells && shared ? { ...row, draft: draftOf(cells, names, shared) } : row,
  ),
})

const draftOf = (cells: Cells, names: readonly string[], shared: Shared): Draft => {
  const [at, subjects, text, salt, digest] = cells as [number, string[], string, string, string]
  const row: Draft['row'] = {}
  for (let place = 0; place < names.length; place++) row[names[place]!] = cells[ofEntry + place]
  const entry = { ...shared, at: new Date(at), subjects, sealed: { text, salt, digest } }
  return { row, entry }
}

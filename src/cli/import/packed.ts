/**
 * Batches on their way from one thread to another. What the drafts of a batch have in common goes once,
 * and of their rows the cells alone: to name each would take longer than to send them.
 */
import type { Draft } from '../../kernel/draft.ts'
import type { Batch, PlainRow } from './file.ts'

type Shared = Omit<Draft['entry'], 'id' | 'at' | 'subjects' | 'sealed'>

type Cells = unknown[]

export type Packed = Omit<Batch, 'rows'> & {
  rows: (Omit<PlainRow, 'draft'> & { cells?: Cells })[]
  names: string[]
  shared?: Shared
}

/** Cells before those of the row: the event's id, when, about whom, the detail, its salt and digest. */
const ofEntry = 6

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

const sharedOf = ({ entry }: Draft): Shared => {
  const { id: _, at: __, subjects: ___, sealed: ____, ...shared } = entry
  return shared
}

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
  const cells: Cells = [entry.id, entry.at.getTime(), entry.subjects, text, salt, digest]
  for (const name of names) cells.push(row[name])
  return cells
}

type EntryCells = [string, number, string[], string, string, string]

export const unpacked = ({ rows, names, shared, ...rest }: Packed): Batch => ({
  ...rest,
  rows: rows.map(({ cells, ...row }) =>
    cells && shared ? { ...row, draft: draftOf(cells, names, shared) } : row,
  ),
})

const draftOf = (cells: Cells, names: readonly string[], shared: Shared): Draft => {
  const [id, at, subjects, text, salt, digest] = cells as EntryCells
  const row: Draft['row'] = {}
  for (let place = 0; place < names.length; place++) row[names[place]!] = cells[ofEntry + place]
  const entry = { ...shared, id, at: new Date(at), subjects, sealed: { text, salt, digest } }
  return { row, entry }
}

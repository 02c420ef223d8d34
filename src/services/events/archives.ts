/** Archives: which events were sealed into which files, and what still proves that. */
import { and, asc, eq, isNotNull, max } from 'drizzle-orm'
import * as z from 'zod/mini'
import { append, type Frontier, rootOf } from '../../kernel/merkle.ts'
import { archivedNodes } from '../../store/log.ts'
import type { RowOf } from '../../store/table.ts'
import { archivesTable, eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { detailOf } from './record.ts'

export const archiveType = 'events.archive'

export type ArchiveRow = RowOf<typeof archivesTable>

export const Archive = z.object({
  file: z.string(),
  /** Of the file, in hex. */
  sha256: z.string(),
  first: z.number(),
  last: z.number(),
  begins: z.string(),
  ends: z.string(),
  /** What the checkpoint in it says: the log's size when it was written, and its root in base64. */
  size: z.number(),
  root: z.string(),
  archivedAt: z.string(),
})

export type Archive = z.infer<typeof Archive>

export const archiveRecord = (row: ArchiveRow): Archive => ({
  file: row.file,
  sha256: row.sha256,
  first: row.first,
  last: row.last,
  begins: row.begins.toISOString(),
  ends: row.ends.toISOString(),
  size: row.size,
  root: Buffer.from(row.root, 'hex').toString('base64'),
  archivedAt: row.archivedAt.toISOString(),
})

/** The oldest first. */
export const readArchives = (tx: Tx): Promise<ArchiveRow[]> => {
  const table = tx.table(archivesTable)
  return tx.db
    .select()
    .from(table)
    .where(tx.scoped(archivesTable))
    .orderBy(asc(table.first)) as unknown as Promise<ArchiveRow[]>
}

/** The number of the last event that is archived; 0 when none is. */
export const archivedThrough = async (tx: Tx): Promise<number> => {
  const { last } = tx.table(archivesTable)
  const [row] = await tx.db
    .select({ last: max(last) })
    .from(tx.table(archivesTable))
    .where(tx.scoped(archivesTable))
  return Number(row?.last ?? 0)
}

type Fault = { sequence: number | null; what: string }

/** Grows the tree by the hashes of archived events; `passed` is asked at each size whether it is right.
 * Answers what is wrong: with a hash, or with events that nothing says are archived. */
export const growArchived = async (
  tx: Tx,
  frontier: Frontier,
  passed: () => boolean,
): Promise<Fault | null> => {
  const archives = await readArchives(tx)
  const cut = archives.at(-1)?.last ?? 0
  for await (const rows of archivedNodes(tx)) {
    for (const { sequence, nodes } of rows) {
      const wanted = frontier.size + 1
      if (sequence !== wanted || sequence > cut) return { sequence: wanted, what: strayed }
      const leaf = Buffer.from(nodes).subarray(0, 32)
      if (leaf.length < 32) return { sequence, what: changed }
      const completed = append(frontier, leaf)
      if (!Buffer.concat([leaf, ...completed]).equals(nodes)) return { sequence, what: changed }
      if (!passed()) return { sequence, what: changed }
    }
  }
  if (frontier.size !== cut) return { sequence: frontier.size + 1, what: 'It is missing.' }
  return (await isVouchedFor(tx, archives)) ? null : { sequence: 1, what: unsaid }
}

const strayed = 'What is left of archived events has a gap, or one too many.'
const changed = 'The hash that is left of this archived event was changed.'
const unsaid = 'It is missing: no event says that it was archived.'

/** The last archive is told by an event behind it, which the tree vouches for; and each begins where
 * the one before ends. */
const isVouchedFor = async (tx: Tx, archives: readonly ArchiveRow[]): Promise<boolean> => {
  const latest = archives.at(-1)
  if (!latest) return true
  const joined = archives.every(({ first }, at) => first === (archives[at - 1]?.last ?? 0) + 1)
  const table = tx.table(eventsTable)
  const rows = await tx.db
    .select({ detail: table.detail })
    .from(table)
    .where(and(tx.scoped(eventsTable), eq(table.type, archiveType), isNotNull(table.detail)))
  const isTold = rows.some(row => {
    const note = detailOf(row)?.note
    return note?.last === latest.last && note.sha256 === latest.sha256 && note.root === latest.root
  })
  return joined && isTold
}

/** Whether the tree, as it passes the sizes that archives were signed under, has their roots. */
export const rootChecker = (archives: readonly ArchiveRow[]) => {
  const bySize = new Map(archives.map(({ size, root }) => [size, root]))
  return (frontier: Frontier): boolean => {
    const root = bySize.get(frontier.size)
    return root === undefined || root === rootOf(frontier).toString('hex')
  }
}

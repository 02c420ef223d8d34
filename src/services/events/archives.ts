/** Archives: which events were sealed into which files, and what still proves that. */
import { and, asc, eq, max } from 'drizzle-orm'
import * as z from 'zod/mini'
import { canonicalJson } from '../../kernel/canonical.ts'
import { append, type Frontier, rootOf } from '../../kernel/merkle.ts'
import { archivedNodes, readHead } from '../../store/log.ts'
import type { RowOf } from '../../store/table.ts'
import { archivesTable, eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { isSealed } from './seal.ts'
import { namedKey, originOf } from './signing.ts'

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

/** What a list of events says of those that are not in it; null where none are archived. */
export const Archived = z.nullable(
  z.object({
    /** The number of the last event that is archived. */
    through: z.number(),
    /** The files that they are in. */
    files: z.array(z.string()),
  }),
)

export const archivedHere = async (tx: Tx): Promise<z.infer<typeof Archived>> => {
  const archives = await readArchives(tx)
  const through = archives.at(-1)?.last
  return through === undefined ? null : { through, files: archives.map(({ file }) => file) }
}

type Fault = { sequence: number | null; what: string }

/** Grows the tree by the hashes of archived events; `passed` is asked at each size whether it is right.
 * Answers what is wrong with a hash, or where the rows end otherwise than the archives do. */
export const growArchived = async (
  tx: Tx,
  frontier: Frontier,
  cut: number,
  passed: () => boolean,
): Promise<Fault | null> => {
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
  return frontier.size === cut ? null : { sequence: frontier.size + 1, what: 'It is missing.' }
}

const strayed = 'What is left of archived events has a gap, or one too many.'
const changed = 'The hash that is left of this archived event was changed.'

/**
 * What is wrong with the word that events were archived. Each archive begins where the one before
 * ends, was signed under a head that the log has had, and is sealed by the key that was given, or that
 * the database names; and an event says the same. That event may be archived itself, once a later archive reaches beyond its head.
 */
export const archiveFault = async (
  tx: Tx,
  archives: readonly ArchiveRow[],
  given: string | undefined,
): Promise<Fault | null> => {
  if (archives.length === 0) return null
  const key = given ?? (await namedKey(tx))
  const { size: counted } = await readHead(tx)
  const cut = archives.at(-1)!.last
  const told = await toldArchives(tx)
  const origin = originOf(tx.scope)
  for (const [at, archive] of archives.entries()) {
    const { first, last, size } = archive
    const before = archives[at - 1] ?? { last: 0, size: 0 }
    const isInOrder = first === before.last + 1 && last >= first && size > before.size
    const hasHead = Number.isSafeInteger(size) && size >= last && size < counted
    if (!isInOrder || !hasHead) return { sequence: first, what: nowhere(archive) }
    if (!isSealed(archive, origin, key)) return { sequence: first, what: unsealed(archive) }
    const word = wordOf(archive)
    // One whose reason named somebody may have been erased: that something was archived it still says.
    const isTold = told.some(
      ({ sequence, detail }) => sequence > size && (detail === null || wordIn(detail) === word),
    )
    if (size >= cut && !isTold) return { sequence: first, what: unsaid }
  }
  return null
}

const nowhere = ({ file }: ArchiveRow) => `The archive ${file} has no place in this log.`
const unsealed = ({ file }: ArchiveRow) => `The archive ${file} is not sealed by this log's key.`
const unsaid = 'It is missing: no event says that it was archived.'

type Told = Pick<ArchiveRow, 'first' | 'last' | 'size' | 'root' | 'file' | 'sha256'>

const wordOf = ({ first, last, size, root, file, sha256 }: Told): string =>
  canonicalJson({ first, last, size, root, file, sha256 })

/** What the events of archives that are here say. */
const toldArchives = (tx: Tx): Promise<{ sequence: number; detail: string | null }[]> => {
  const { sequence, detail, type } = tx.table(eventsTable)
  return tx.db
    .select({ sequence, detail })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), eq(type, archiveType)))
}

/** A detail that was changed into none is found when its event is read. */
const wordIn = (detail: string): string | null => {
  try {
    return wordOf(JSON.parse(detail).note)
  } catch {
    return null
  }
}

/** Whether the tree, as it passes the sizes that archives were signed under, has their roots. */
export const rootChecker = (archives: readonly ArchiveRow[]) => {
  const bySize = new Map(archives.map(({ size, root }) => [size, root]))
  return (frontier: Frontier): boolean => {
    const root = bySize.get(frontier.size)
    return root === undefined || root === rootOf(frontier).toString('hex')
  }
}

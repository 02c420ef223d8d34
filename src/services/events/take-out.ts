/** The other half of archiving: events whose file is written and proven leave the database, all but
 * their hashes. */
import { and, count, gte, isNull, lte, type SQL } from 'drizzle-orm'
import { conflict } from '../../kernel/errors.ts'
import { lockHead } from '../../store/log.ts'
import {
  archivedEventsTable,
  archivesTable,
  eventSubjectsTable,
  eventsTable,
} from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Sealed } from './seal.ts'
import type { Stretch } from './sealing.ts'

/**
 * Throws `conflict` when somebody archived or erased events of the stretch since the file was
 * written. The head is locked before they are looked at: whoever erases comes to it as well, so the
 * two can't pass each other unseen.
 */
export const takeOut = async (
  tx: Tx,
  { manifest }: Stretch,
  { seal, ...sealed }: Sealed & { seal: string },
  now: Date,
): Promise<void> => {
  await lockHead(tx)
  const archives = tx.table(archivesTable)
  const { begins, ends, ...told } = sealed
  const { first, last } = told
  const made = await tx.db
    .insert(archives)
    .values({ ...sealed, seal, archivedAt: now, provider: tx.scope.provider })
    .onConflictDoNothing()
    .returning({ first: archives.first })
  if (made.length === 0) throw meanwhile('archived')
  const { sequence, provider, nodes, detail } = tx.table(eventsTable)
  const range = and(tx.scoped(eventsTable), gte(sequence, first), lte(sequence, last))
  if ((await erasedIn(tx, and(range, isNull(detail)))) !== manifest.erased)
    throw meanwhile('erased')
  const left = tx.db.select({ provider, sequence, nodes }).from(tx.table(eventsTable)).where(range)
  await tx.db.insert(tx.table(archivedEventsTable)).select(left)
  const sides = tx.table(eventSubjectsTable)
  const between = and(gte(sides.sequence, first), lte(sides.sequence, last))
  await tx.db.delete(sides).where(and(tx.scoped(eventSubjectsTable), between))
  await tx.db.delete(tx.table(eventsTable)).where(range)
  tx.note({ ...told, count: manifest.count })
}

const erasedIn = async (tx: Tx, where: SQL | undefined): Promise<number> => {
  const [row] = await tx.db.select({ n: count() }).from(tx.table(eventsTable)).where(where)
  return row!.n
}

const meanwhile = (what: 'archived' | 'erased') =>
  conflict(`Events of these were ${what} by somebody else meanwhile.`, {
    hint: 'Remove the file that was written, and do it again.',
  })

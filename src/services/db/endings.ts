/** What a restored database must not bring back to life. */
import { inArray, isNull } from 'drizzle-orm'
import { outboxTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { passwordResetsTable } from '../consumers/table.ts'
import { sentCodesTable } from '../factors/table.ts'
import { sessionsTable } from '../sessions/table.ts'

/** Everything that lets someone in and was good for a while: each ends, of every tenant, and answers
 * how many there were. Invitations join this list. */
const endings: ((tx: Tx, now: Date) => Promise<number>)[] = [
  async function passwordResets(tx, now) {
    const table = tx.table(passwordResetsTable)
    const ended = await tx.db
      .update(table)
      .set({ usedAt: now })
      .where(isNull(table.usedAt))
      .returning({ key: table.key })
    return ended.length
  },
  async function sentCodes(tx, now) {
    const table = tx.table(sentCodesTable)
    const ended = await tx.db
      .update(table)
      .set({ usedAt: now })
      .where(isNull(table.usedAt))
      .returning({ key: table.key })
    return ended.length
  },
  async function sessions(tx, now) {
    const table = tx.table(sessionsTable)
    const ended = await tx.db
      .update(table)
      .set({ endedAt: now })
      .where(isNull(table.endedAt))
      .returning({ key: table.key })
    return ended.length
  },
]

/** Ends them all; answers how many ended. */
export const endAll = async (tx: Tx, now: Date): Promise<number> => {
  let count = 0
  for (const end of endings) count += await end(tx, now)
  return count
}

/** Messages that were waiting may have left since the backup: they wait for a person's word. */
export const holdMessages = async (tx: Tx): Promise<number> => {
  const table = tx.table(outboxTable)
  const held = await tx.db
    .update(table)
    .set({ status: 'held', lease: null, leaseUntil: null })
    .where(inArray(table.status, ['queued', 'sending']))
    .returning({ key: table.key })
  return held.length
}

import { eq } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { keysTable } from './table.ts'

/** When a key was last used. Not an event: it changes nothing that anyone decided. */
export const noteKeyUse = async (tx: Tx, rowKey: number, now: Date): Promise<void> => {
  const table = tx.table(keysTable)
  await tx.db.update(table).set({ lastUsedAt: now }).where(eq(table.key, rowKey))
}

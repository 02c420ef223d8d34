/** The files that an erasure has still to take away: on a list, from its commit until they are gone. */
import { and, asc, gt, inArray } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { documentFilesLeftTable } from './table.ts'

const batch = 500

/** To be removed once this transaction is durable. */
export const leaveFiles = async (tx: Tx, files: readonly string[], at: Date): Promise<void> => {
  const { provider } = tx.scope
  for (let from = 0; from < files.length; from += batch) {
    const rows = files.slice(from, from + batch).map(file => ({ provider, file, at }))
    await tx.db.insert(tx.table(documentFilesLeftTable)).values(rows)
  }
}

export type LeftFile = { key: number; file: string }

/** Those within reach behind `last`, in batches: the end is an empty one. */
export const filesLeft = (tx: Tx, last: number): Promise<LeftFile[]> => {
  const table = tx.table(documentFilesLeftTable)
  return tx.db
    .select({ key: table.key, file: table.file })
    .from(table)
    .where(and(tx.scoped(documentFilesLeftTable), gt(table.key, last)))
    .orderBy(asc(table.key))
    .limit(batch)
}

/** They are gone. By name: SQLite gives a key that is free again to another. */
export const forgetFiles = async (tx: Tx, files: readonly string[]): Promise<void> => {
  const table = tx.table(documentFilesLeftTable)
  for (let from = 0; from < files.length; from += batch) {
    const some = inArray(table.file, files.slice(from, from + batch))
    await tx.db.delete(table).where(and(tx.scoped(documentFilesLeftTable), some))
  }
}

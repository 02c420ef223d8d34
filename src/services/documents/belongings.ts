/** Documents as what belongs to the consumer whom they are about. */
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import type { Belongings } from '../consumers/belongings.ts'
import { leaveFiles } from './left.ts'
import { printedRecord } from './record.ts'
import { documentsTable, reviewClaimsTable } from './table.ts'

const about = (tx: Tx, { key }: { key: number }) =>
  and(tx.scoped(documentsTable), eq(tx.table(documentsTable).consumer, key))

/** Whoever was reviewing them has nobody to review any more. */
const endClaim = async (tx: Tx, { key }: { key: number }): Promise<void> => {
  const table = tx.table(reviewClaimsTable)
  await tx.db.delete(table).where(and(tx.scoped(reviewClaimsTable), eq(table.consumer, key)))
}

export const documentBelongings: Belongings = {
  name: 'documents',
  async list(tx, owner, now) {
    const table = tx.table(documentsTable)
    const rows = await tx.db.select().from(table).where(about(tx, owner)).orderBy(asc(table.key))
    return rows.map(row => {
      // What the team thinks of it, and who decided, is no data of this person's.
      const { note, decidedBy, decidedByName, ...told } = printedRecord(row, owner, now)
      return told
    })
  },
  async move(tx, from, to) {
    const table = tx.table(documentsTable)
    await endClaim(tx, from)
    const moved = await tx.db
      .update(table)
      .set({ consumer: to.key })
      .where(about(tx, from))
      .returning({ id: table.id })
    return moved.map(({ id }) => id)
  },
  /** Their contents go with them: half of each file's key is in the row. consumers.documents-sweep
   * removes the files after the commit, when nobody can read them any more. */
  async erase(tx, owner, now) {
    const table = tx.table(documentsTable)
    await endClaim(tx, owner)
    const gone = await tx.db.delete(table).where(about(tx, owner)).returning({ file: table.file })
    await leaveFiles(
      tx,
      gone.map(({ file }) => file),
      now,
    )
    return gone.length
  },
}

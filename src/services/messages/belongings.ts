/** Messages as what belongs to the consumer they are about. */
import { and, asc, eq } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import type { Belongings } from '../consumers/belongings.ts'
import { messageRecord } from './record.ts'
import { messagesTable } from './table.ts'

const about = (tx: Tx, { id }: { id: string }) =>
  and(tx.scoped(messagesTable), eq(tx.table(messagesTable).subject, id))

export const messageBelongings: Belongings = {
  name: 'messages',
  async list(tx, owner, now) {
    const table = tx.table(messagesTable)
    const rows = await tx.db.select().from(table).where(about(tx, owner)).orderBy(asc(table.key))
    return rows.map(row => messageRecord(row, now))
  },
  async move(tx, from, to) {
    const table = tx.table(messagesTable)
    const moved = await tx.db
      .update(table)
      .set({ subject: to.id })
      .where(about(tx, from))
      .returning({ id: table.id })
    return moved.map(({ id }) => id)
  },
  async erase(tx, owner) {
    const table = tx.table(messagesTable)
    const erased = await tx.db.delete(table).where(about(tx, owner)).returning({ key: table.key })
    return erased.length
  },
}

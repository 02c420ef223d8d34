import { and, eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import { illegalState, notFound } from '../../kernel/errors.ts'
import { optional, ref } from '../../kernel/fields.ts'
import { outboxTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'

export const releaseOutbox = operation({
  name: 'outbox.release',
  summary: 'Let messages go that a restore has held back: all of them, or one.',
  effect: 'write',
  confirm: true,
  input: { message: optional(ref('messages', 'One message, by its id.')) },
  output: z.object({ released: z.number() }),
  async run({ store }, { message }) {
    if (message !== undefined) return releaseOne(store, message)
    const table = store.table(outboxTable)
    const held = and(store.scoped(outboxTable), eq(table.status, 'held'))
    const released = await store.db
      .update(table)
      .set({ status: 'queued' })
      .where(held)
      .returning({ key: table.key })
    if (released.length > 0) store.note({ released: released.length })
    return { released: released.length }
  },
})

const releaseOne = async (store: Tx, id: string) => {
  const table = store.table(outboxTable)
  const wanted = and(store.scoped(outboxTable), eq(table.id, id))
  const query = store.db.select().from(table).where(wanted)
  const [found] = await store.expressions.locking(query)
  if (!found) throw notFound('message')
  store.touch(outboxTable, found)
  if (found.status !== 'held') {
    throw illegalState(`This message is not held: it is ${found.status}.`)
  }
  await store.update(outboxTable, found, { status: 'queued' })
  return { released: 1 }
}

import { and, count, eq, gt } from 'drizzle-orm'
import * as z from 'zod/mini'
import { illegalState, notFound } from '../../kernel/errors.ts'
import { optional, ref } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { statusAt } from '../messages/status.ts'
import { messagesTable } from '../messages/table.ts'
import { type Around, operation } from '../world.ts'

export const releaseOutbox = operation({
  name: 'outbox.release',
  summary: 'Let messages go that a restore has held back: all of them, or one.',
  effect: 'write',
  confirm: true,
  input: { message: optional(ref('messages', 'One message, by its id.')) },
  output: z.object({ released: z.number() }),
  async prepare({ dryRun }: Around) {
    return dryRun
  },
  async run({ store, now }, { message }, dryRun) {
    if (message !== undefined) return releaseOne(store, message, now)
    return dryRun ? forecast(store, now) : releaseAll(store, now)
  },
})

/** Held, and not yet past its time. */
const releasable = (store: Tx, now: Date) => {
  const table = store.table(messagesTable)
  return and(store.scoped(messagesTable), eq(table.status, 'held'), gt(table.notAfter, now))
}

const releaseAll = async (store: Tx, now: Date) => {
  const table = store.table(messagesTable)
  const released = await store.db
    .update(table)
    .set({ status: 'queued' })
    .where(releasable(store, now))
    .returning({ key: table.key })
  if (released.length > 0) store.note({ released: released.length })
  return { released: released.length }
}

/** A dry run: told as a change of the outbox as a whole, since no single record shows it. */
const forecast = async (store: Tx, now: Date) => {
  const table = store.table(messagesTable)
  const [row] = await store.db.select({ n: count() }).from(table).where(releasable(store, now))
  const released = row!.n
  const subject = { id: 'outbox', topic: 'outbox', name: null, email: null }
  const before = { held: released, queued: 0 }
  if (released > 0) {
    store.noteChange({ subject, before, after: { held: 0, queued: released } })
  }
  return { released }
}

const releaseOne = async (store: Tx, id: string, now: Date) => {
  const table = store.table(messagesTable)
  const wanted = and(store.scoped(messagesTable), eq(table.id, id))
  const query = store.db.select().from(table).where(wanted)
  const [found] = await store.expressions.locking(query)
  if (!found) throw notFound('message')
  store.touch(messagesTable, found)
  const status = statusAt(found, now)
  if (status !== 'held') throw illegalState(`This message is not held: it is ${status}.`)
  await store.update(messagesTable, found, { status: 'queued' })
  return { released: 1 }
}

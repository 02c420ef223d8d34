/**
 * The outbox as its sender sees it. A sender holds a message by a lease that runs out, so that one
 * who dies lets go. These are many small writes that no person made: they go past the capture, and
 * an event tells their counts.
 */
import { and, asc, count, eq, inArray, notInArray, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { due, type MessageRow, overdue } from '../messages/status.ts'
import { messagesTable } from '../messages/table.ts'

/** No lease, no secret: it will not leave again. */
const finished = { sealed: null, lease: null, leaseUntil: null } as const

const mine = (tx: Tx, where: SQL | undefined) => and(tx.scoped(messagesTable), where)

/** What is a disabled provider's waits until that is enabled, or too late. */
const dueEmail = (tx: Tx, now: Date): SQL | undefined => {
  const { channel, provider } = tx.table(messagesTable)
  const stopped = tx.scope.providers.flatMap(one => (one.disabled ? [one.provider] : []))
  const goesOn = stopped.length > 0 ? notInArray(provider, stopped) : undefined
  return mine(tx, and(due(tx, now), eq(channel, 'email'), goesOn))
}

/** Marks what can't leave in time any more, and erases its secrets; answers how many. */
export const expireOverdue = async (tx: Tx, now: Date): Promise<number> => {
  const table = tx.table(messagesTable)
  const expired = await tx.db
    .update(table)
    .set({ ...finished, status: 'expired' })
    .where(mine(tx, overdue(tx, now)))
    .returning({ key: table.key })
  return expired.length
}

/** Takes the emails that have been due for longest, or the one named. One that was tried stands in line
 * from when it may be tried again: one over which a server hangs up holds the others up once, not
 * each time. What another sender is taking right now is left to it. */
export const claimDue = async (
  tx: Tx,
  claim: { now: Date; lease: string; leaseUntil: Date; most: number; id?: string },
): Promise<MessageRow[]> => {
  const table = tx.table(messagesTable)
  const { now, most, lease, leaseUntil, id } = claim
  const oldest = tx.db
    .select()
    .from(table)
    .where(and(dueEmail(tx, now), id === undefined ? undefined : eq(table.id, id)))
    .orderBy(sql`coalesce(${table.leaseUntil}, ${table.createdAt})`, asc(table.key))
    .limit(most)
  const rows = await tx.expressions.claiming(oldest)
  const keys = rows.map(row => row.key)
  const held = { status: 'sending' as const, lease, leaseUntil }
  await tx.db.update(table).set(held).where(inArray(table.key, keys))
  return rows.map(row => ({ ...row, ...held }))
}

/** What became of a message. */
export type Settlement =
  | { status: 'sent'; sentAt: Date }
  | { status: 'failed'; attempts: number; lastError: string }
  | { status: 'queued'; attempts: number; lastError: string; leaseUntil: Date }
  /** Let go untried. */
  | { status: 'queued' }

/** False when the lease ran out meanwhile and another sender has the message. */
export const settle = async (tx: Tx, row: MessageRow, what: Settlement): Promise<boolean> => {
  const table = tx.table(messagesTable)
  const patch =
    what.status === 'queued'
      ? { lease: null, leaseUntil: null, ...what }
      : { ...finished, lastError: null, ...what }
  const settled = await tx.db
    .update(table)
    .set(patch)
    .where(and(eq(table.key, row.key), eq(table.lease, row.lease!)))
    .returning({ key: table.key })
  return settled.length > 0
}

const countOf = async (tx: Tx, where: SQL | undefined): Promise<number> => {
  const [row] = await tx.db.select({ n: count() }).from(tx.table(messagesTable)).where(where)
  return row!.n
}

/** What has not left and may still. */
export const countWaiting = (tx: Tx): Promise<number> => {
  const { status } = tx.table(messagesTable)
  return countOf(tx, mine(tx, inArray(status, ['queued', 'sending', 'held'])))
}

export const countDue = (tx: Tx, now: Date): Promise<number> => countOf(tx, dueEmail(tx, now))

export const countOverdue = (tx: Tx, now: Date): Promise<number> =>
  countOf(tx, mine(tx, overdue(tx, now)))

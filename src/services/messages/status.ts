/** Where a message stands as of now. Time alone changes that, so it is worked out when read. */
import { and, eq, gt, inArray, isNull, lte, or, type SQL, sql } from 'drizzle-orm'
import type { RowOf } from '../../store/table.ts'
import type { MessageStatus } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { messagesTable } from './table.ts'

export type MessageRow = RowOf<typeof messagesTable>

export const messageStatuses = [
  'queued',
  'sending',
  'sent',
  'failed',
  'expired',
  'held',
] as const satisfies readonly MessageStatus[]

/** Nobody has it in hand: it waits, or whoever was sending it has let the lease run out. */
const isIdle = ({ status, leaseUntil }: MessageRow, now: Date): boolean =>
  status === 'queued' || status === 'held' || (status === 'sending' && leaseUntil! <= now)

export const statusAt = (row: MessageRow, now: Date): MessageStatus => {
  if (!isIdle(row, now)) return row.status
  if (row.notAfter <= now) return 'expired'
  return row.status === 'held' ? 'held' : 'queued'
}

const idle = (tx: Tx, now: Date): SQL => {
  const table = tx.table(messagesTable)
  const abandoned = and(eq(table.status, 'sending'), lte(table.leaseUntil, now))
  return or(inArray(table.status, ['queued', 'held']), abandoned)!
}

/** Idle past its time: it expires instead of leaving. */
export const overdue = (tx: Tx, now: Date): SQL =>
  and(idle(tx, now), lte(tx.table(messagesTable).notAfter, now))!

/** `statusAt`, in the database. */
export const statusColumn = (tx: Tx, now: Date): SQL => {
  const { status } = tx.table(messagesTable)
  return sql`case when ${overdue(tx, now)} then 'expired'
    when ${status} = 'sending' and ${idle(tx, now)} then 'queued' else ${status} end`
}

/** Could leave now. A lease on a queued message says when it may be tried again. */
export const due = (tx: Tx, now: Date): SQL => {
  const table = tx.table(messagesTable)
  const free = or(isNull(table.leaseUntil), lte(table.leaseUntil, now))
  return and(inArray(table.status, ['queued', 'sending']), free, gt(table.notAfter, now))!
}

/** Sessions in the database. */
import { and, desc, eq, gt, inArray, isNull, max, ne, type SQL } from 'drizzle-orm'
import { notFound } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { type SessionRow, sessionsTable } from './table.ts'

const select = (tx: Tx, supervisor: number, where?: SQL) => {
  const table = tx.table(sessionsTable)
  const mine = and(tx.scoped(sessionsTable), eq(table.supervisor, supervisor), where)
  return tx.db.select().from(table).where(mine).orderBy(desc(table.createdAt))
}

/** Those that still hold, the newest first; idle ones too, since a policy may change. */
export const openSessions = (tx: Tx, supervisor: number, now: Date): Promise<SessionRow[]> => {
  const table = tx.table(sessionsTable)
  return select(tx, supervisor, and(isNull(table.endedAt), gt(table.expiresAt, now)))
}

/** One of this person's own. */
export const readSession = async (tx: Tx, supervisor: number, id: string): Promise<SessionRow> => {
  const [row] = await select(tx, supervisor, eq(tx.table(sessionsTable).id, id))
  if (!row) throw notFound('session')
  return row
}

/** Where this person signed in lately, the newest first; ended sessions too. */
export const lastSessions = (tx: Tx, supervisor: number, most: number): Promise<SessionRow[]> =>
  select(tx, supervisor).limit(most)

/** The last of each person's sign-ins, ended or not. */
export const lastSignIns = async (
  tx: Tx,
  supervisors: readonly number[],
): Promise<Map<number, SessionRow>> => {
  const table = tx.table(sessionsTable)
  const theirs = and(tx.scoped(sessionsTable), inArray(table.supervisor, [...supervisors]))
  const newest = tx.db
    .select({ key: max(table.key) })
    .from(table)
    .where(theirs)
  const rows = await tx.db
    .select()
    .from(table)
    .where(inArray(table.key, newest.groupBy(table.supervisor)))
  return new Map(rows.map(row => [row.supervisor, row]))
}

/** One of this person's own, locked. */
export const getSession = async (tx: Tx, supervisor: number, id: string): Promise<SessionRow> => {
  const [row] = await tx.expressions.locking(
    select(tx, supervisor, eq(tx.table(sessionsTable).id, id)),
  )
  if (!row) throw notFound('session')
  tx.touch(sessionsTable, row)
  return row
}

/** Ends every session of a person but one; the next command of each finds itself signed out. */
export const endSessions = async (
  tx: Tx,
  supervisor: number,
  now: Date,
  except: string | null,
): Promise<number> => {
  const table = tx.table(sessionsTable)
  const others = and(isNull(table.endedAt), except === null ? undefined : ne(table.id, except))
  const rows = await select(tx, supervisor, others)
  for (const row of rows) await tx.update(sessionsTable, row, { endedAt: now })
  return rows.length
}

/** Supervisors in the database. */
import { and, eq, or } from 'drizzle-orm'
import type { Actor } from '../../kernel/context.ts'
import { notFound } from '../../kernel/errors.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { normalizeEmail } from '../contact/email.ts'
import { supervisorsTable } from './table.ts'

export type SupervisorRow = RowOf<typeof supervisorsTable>

/** What an address or user name is counted and compared by. */
const loginKey = (login: string): string => normalizeEmail(login)?.key ?? login.trim().toLowerCase()

/** By email or user name; not locked, since what is checked against it is slow. */
export const findByLogin = async (tx: Tx, login: string): Promise<SupervisorRow | null> => {
  const table = tx.table(supervisorsTable)
  const key = loginKey(login)
  const named = or(eq(table.emailKey, key), eq(table.userNameKey, key))
  const [row] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(supervisorsTable), named))
  return row ?? null
}

/** What tries to get in are counted by: an account, by whichever of its names, or a name that nobody
 * has. */
export const accountKey = async (tx: Tx, login: string): Promise<string> =>
  (await findByLogin(tx, login))?.id ?? loginKey(login)

/** By id, locked. */
export const getSupervisor = async (tx: Tx, id: string): Promise<SupervisorRow> => {
  const table = tx.table(supervisorsTable)
  const wanted = and(tx.scoped(supervisorsTable), eq(table.id, id))
  const [row] = await tx.expressions.locking(tx.db.select().from(table).where(wanted))
  if (!row) throw notFound('supervisor')
  tx.touch(supervisorsTable, row)
  return row
}

export const readSupervisor = async (tx: Tx, id: string): Promise<SupervisorRow> => {
  const table = tx.table(supervisorsTable)
  const wanted = and(tx.scoped(supervisorsTable), eq(table.id, id))
  const [row] = await tx.db.select().from(table).where(wanted)
  if (!row) throw notFound('supervisor')
  return row
}

/** Whoever acts, wherever they act: a key may reach less than who made it. */
export const readSelf = async (tx: Tx, { id }: Pick<Actor, 'id'>): Promise<SupervisorRow> => {
  const table = tx.table(supervisorsTable)
  const [row] = await tx.db.select().from(table).where(eq(table.id, id))
  if (!row) throw notFound('supervisor')
  return row
}

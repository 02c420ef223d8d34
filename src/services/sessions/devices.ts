/** Telling a person of a sign-in from somewhere new: the one message that finds a stolen password. */
import { and, eq } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { tellSupervisor } from '../team/notices.ts'
import type { SupervisorRow } from '../team/queries.ts'
import type { World } from '../world.ts'
import { type SessionRow, sessionsTable } from './table.ts'

export type From = { device: string; host: string }

/** Whether this person has signed in from there before. The first time of all counts as known. */
export const isKnownDevice = async (tx: Tx, supervisor: number, from: From): Promise<boolean> => {
  const table = tx.table(sessionsTable)
  const mine = and(tx.scoped(sessionsTable), eq(table.supervisor, supervisor))
  const here = and(mine, eq(table.host, from.host), eq(table.device, from.device))
  const find = (where: typeof mine) =>
    tx.db.select({ id: table.id }).from(table).where(where).limit(1)
  return (await find(here)).length > 0 || (await find(mine)).length === 0
}

export const tellNewDevice = (
  world: World,
  person: SupervisorRow,
  { device, host, createdAt }: SessionRow,
): Promise<void> =>
  tellSupervisor(world, person, {
    template: 'team.new-device',
    data: { device, host, at: createdAt.toISOString() },
  })

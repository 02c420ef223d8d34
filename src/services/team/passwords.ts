/** A supervisor's new password, and what ends with the old one. */
import { voidSentCodes } from '../factors/queries.ts'
import { endSessions } from '../sessions/queries.ts'
import type { World } from '../world.ts'
import { tellSupervisor } from './notices.ts'
import type { SupervisorRow } from './queries.ts'
import { unlock } from './rules.ts'
import { supervisorsTable } from './table.ts'

/** Ends every session but `keep`, voids the codes that were sent, and tells the person. It is their own,
 * and lifts a lock: what was guessed at is gone. `person` is locked: a sign-in by the old password waits
 * for it, and finds another. */
export const changePasswordOf = async (
  world: World,
  person: SupervisorRow,
  passwordHash: string,
  keep: string | null,
): Promise<{ row: SupervisorRow; ended: number }> => {
  const { store, now } = world
  const row = await store.update(supervisorsTable, person, {
    passwordHash,
    passwordChangedAt: now,
    passwordExpiresAt: null,
    ...(person.status === 'locked' && unlock(person)),
  })
  const ended = await endSessions(store, person.key, now, keep)
  await voidSentCodes(store, person.key, now)
  await tellSupervisor(world, row, { template: 'team.password-changed' })
  return { row, ended }
}

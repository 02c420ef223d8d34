/**
 * Too many wrong guesses in a row lock a sign-in (NIST SP 800-63B-4, 3.2.2: at most 100). Whoever guesses
 * is made to wait long before; this is for who goes on all the same. It stops nothing that goes on, and
 * a new password, by the code that is mailed, lifts it: a stranger can hold nobody out for good.
 */
import { countedGuesses } from '../guesses/queries.ts'
import { readSettings } from '../settings/queries.ts'
import { tellSupervisor } from '../team/notices.ts'
import { lastOwnerOf, lockOwners } from '../team/owners.ts'
import { getSupervisor, type SupervisorRow, updateSupervisor } from '../team/queries.ts'
import { lock } from '../team/rules.ts'
import type { World } from '../world.ts'
import { factorTarget, passwordTarget } from './targets.ts'

/** After a wrong guess. The last owner is never locked: nobody could undo it. */
export const lockGuessed = async (world: World, person: SupervisorRow | null): Promise<void> => {
  const { store, now } = world
  if (person?.status !== 'active') return
  const { 'team.lockAfterGuesses': most } = await readSettings(store, 'team.lockAfterGuesses')
  const targets = [passwordTarget(person.id), factorTarget(person.id)]
  if (most === 0 || (await countedGuesses(store, targets)) < most) return
  await lockOwners(store, person)
  const found = await getSupervisor(store, person.id)
  if (found.status !== 'active' || (await lastOwnerOf(store, found, { status: 'locked' }))) return
  const row = await updateSupervisor(store, found, lock(found, now))
  await tellSupervisor(world, row, { template: 'team.locked' })
}

/** One supervisor managing another: the same steps, whatever is done. */
import { StewardError } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { ownLimits } from '../keys/limits.ts'
import type { TemplateKey } from '../messages/templates.ts'
import { checkNotAbove } from '../roles/holders.ts'
import { endSessions } from '../sessions/queries.ts'
import type { World } from '../world.ts'
import { voidInvitations } from './invitations.ts'
import { tellSupervisor } from './notices.ts'
import { keepAnOwner, lockOwners } from './owners.ts'
import {
  getSupervisor,
  type NewSupervisor,
  readSupervisor,
  type SupervisorRow,
  updateSupervisor,
} from './queries.ts'
import { type Standing, working } from './rules.ts'

export const supervisor = ref('team', 'Whom: their id, email, user name or phone.', [
  'supervisor',
  'supervisors',
])

/** Somebody who is about to be changed: locked, and nobody who may more than the actor does. */
export const getManaged = async (world: World, selector: string): Promise<SupervisorRow> => {
  const { store } = world
  await lockOwners(store, await readSupervisor(store, selector))
  const row = await getSupervisor(store, selector)
  await checkNotAbove(world, row)
  return row
}

/** Whoever could take away their own access, or widen it, could be made to by a slip or a stranger. */
export const refuseSelf = (
  { actor }: Pick<World, 'actor'>,
  { id }: Pick<SupervisorRow, 'id'>,
  what: string,
  hint = 'Somebody else of the team has to do it.',
): void => {
  if (actor.id !== id) return
  throw new StewardError('not_allowed', `Nobody can ${what}.`, {
    hint,
    details: { self: true },
  })
}

/** A key that ends, or is for some networks alone, makes nobody a way in and takes nobody's over: that
 * would have neither limit. Throws `not_allowed`. */
export const refuseLimitedKey = async (world: World): Promise<void> => {
  const { expiresAt, addresses } = await ownLimits(world)
  if (expiresAt === null && addresses === null) return
  throw new StewardError('not_allowed', 'This key has limits, and would let somebody in without.', {
    hint: 'Use a key that has no end and no --addresses, or sign in as yourself.',
  })
}

/** Writes it, and sees that an owner is left; whoever is stopped by it is signed out at once. */
export const change = async (
  { store, now }: World,
  found: SupervisorRow,
  patch: Partial<NewSupervisor>,
): Promise<SupervisorRow> => {
  await keepAnOwner(store, found, patch)
  const row = await updateSupervisor(store, found, patch)
  if (working.includes(row.status) || row.status === found.status) return row
  await endSessions(store, row.key, now, null)
  await voidSentCodes(store, row.key, now)
  await voidInvitations(store, row.key, now)
  return row
}

type Move = {
  /** As it follows "Nobody can". */
  what: string
  template: TemplateKey
  /** Throws `illegal_state` for a move that can't be made. */
  to(from: SupervisorRow): Partial<Standing>
}

/** A move of somebody's status, of which they are told. */
export const moveSupervisor = async (
  world: World,
  selector: string,
  { what, template, to }: Move,
): Promise<SupervisorRow> => {
  const found = await getManaged(world, selector)
  refuseSelf(world, found, what)
  const row = await change(world, found, to(found))
  await tellSupervisor(world, row, { template, data: { by: world.actor.name } })
  return row
}

/** What can be done to one of the team now: each of these operations asks the same rules. */
import { confirmedFactor, pendingFactor } from '../factors/queries.ts'
import { recoveryCodesLeft } from '../factors/recovery.ts'
import { countedGuesses } from '../guesses/queries.ts'
import { type Action, actionsFor, against, awaitedAgainst, type Moves } from '../roles/actions.ts'
import { checkNotAbove } from '../roles/holders.ts'
import { targetsOf } from '../sessions/targets.ts'
import type { World } from '../world.ts'
import { refuseSelf } from './managing.ts'
import { lastOwnerOf } from './owners.ts'
import type { SupervisorRow } from './queries.ts'
import {
  checkMove,
  refuseDeleted,
  refuseInvited,
  refuseNotInvited,
  refuseUnlocked,
  refuseWithoutFactor,
} from './rules.ts'

/** What they are, and whose they are, that stands in the way: see `Moves`. */
const supervisorMoves = async (world: World, row: SupervisorRow): Promise<Moves> => {
  const above = await awaitedAgainst(() => checkNotAbove(world, row))
  const { store } = world
  const app = (await confirmedFactor(store, row.key)) ?? (await pendingFactor(store, row.key))
  const factors = (await recoveryCodesLeft(store, row.key)) + (app ? 1 : 0)
  const guesses = await countedGuesses(store, targetsOf(row.id))
  const last = await lastOwnerOf(store, row, { status: 'disabled' })
  const rule = (...rules: ((of: SupervisorRow) => void)[]): string | null =>
    above ??
    against(() => {
      for (const refuse of rules) refuse(row)
    })
  const self = (what: string) => () => refuseSelf(world, row, what)
  const takes = (move: 'disable' | 'delete') =>
    rule(() => checkMove(move, row), self(`${move} themselves`)) ?? (last && lastWords[last])
  return {
    'team.edit': rule(refuseDeleted),
    'team.enable': rule(() => checkMove('enable', row), self('enable themselves')),
    'team.disable': takes('disable'),
    'team.unlock': rule(refuseDeleted, () => refuseUnlocked(row, guesses)),
    'team.resend-invitation': rule(refuseNotInvited),
    'team.reset-password': rule(refuseInvited, self('reset their own password')),
    'team.refresh-2fa': rule(refuseDeleted, self('retire their own second factor'), () =>
      refuseWithoutFactor(factors),
    ),
    'team.sessions': null,
    'team.sign-out': rule(refuseDeleted),
    'team.delete': takes('delete'),
  }
}

const lastWords = {
  whole: 'They are the last owner of the whole.',
  provider: 'They are the last owner of this provider.',
}

export const supervisorActions = async (world: World, row: SupervisorRow): Promise<Action[]> =>
  actionsFor(world.actor, await supervisorMoves(world, row))

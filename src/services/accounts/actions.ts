/** What can be done to an account now: each of these operations asks the same rules. */
import { type Action, actionsFor, against, awaitedAgainst, type Moves } from '../roles/actions.ts'
import type { World } from '../world.ts'
import { refuseOwn } from './above.ts'
import type { AccountRow } from './record.ts'
import { moved, moves, refuseClosed } from './rules.ts'

/** What of the record refuses each of them: see `Moves`. */
export const accountMoves = (row: AccountRow): Moves => {
  const own: Moves = {}
  for (const move of moves) own[`accounts.${move}`] = against(() => moved(move, row))
  return {
    ...own,
    'accounts.edit': against(() => refuseClosed(row)),
    'accounts.tags': against(() => refuseClosed(row)),
    'accounts.move': against(() => refuseClosed(row)),
    'accounts.features': null,
    'accounts.seats': null,
    'accounts.sso-token-reveal': null,
    'accounts.sso-token-rotate': against(() => refuseClosed(row)),
  }
}

/** What an account can't do to itself, besides moves. */
const ofThoseAbove = ['move', 'features', 'seats'] as const

/** For whoever looks: what is for those above it alone is refused to its own people. */
export const accountActions = async (world: World, row: AccountRow): Promise<Action[]> => {
  const because = await awaitedAgainst(() => refuseOwn(world, row))
  const above = because === null ? {} : changes(because)
  return actionsFor(world.actor, { ...accountMoves(row), ...above })
}

const changes = (because: string): Moves =>
  Object.fromEntries([...moves, ...ofThoseAbove].map(verb => [`accounts.${verb}`, because]))

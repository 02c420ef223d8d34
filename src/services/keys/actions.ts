/** What can be done to a key now: each of these operations asks the same rules. */
import { type Action, actionsFor, against, awaitedAgainst, type Moves } from '../roles/actions.ts'
import { checkNotAbove } from '../roles/holders.ts'
import type { World } from '../world.ts'
import type { KeyRow } from './queries.ts'
import { activate, check, moves } from './rules.ts'

/** What nobody does who may less: it hands out what a key may, or takes it for good. */
const handing = ['edit', 'rotate', 'activate', 'revoke']

export const keyActions = async (world: World, row: KeyRow): Promise<Action[]> => {
  const above = await awaitedAgainst(() => checkNotAbove(world, row))
  const own: Moves = {}
  for (const move of moves) {
    const rule = () =>
      move === 'activate' ? activate(row, world.now) : check(move, row, world.now)
    const state = against(rule)
    own[`keys.${move}`] = state ?? (handing.includes(move) ? above : null)
  }
  return actionsFor(world.actor, own)
}

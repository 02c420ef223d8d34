/** What can be done to a key now: each of these operations asks the same rules. */
import { type Action, actionsFor, against, awaitedAgainst, type Moves } from '../roles/actions.ts'
import { checkNotAbove } from '../roles/holders.ts'
import type { World } from '../world.ts'
import type { KeyRow } from './queries.ts'
import { activate, check, moves } from './rules.ts'
import { checkStopping } from './stopping.ts'

/** What hands out what a key may: nobody does who may less. */
const handing = ['edit', 'rotate', 'activate']

export const keyActions = async (world: World, row: KeyRow): Promise<Action[]> => {
  const above = await awaitedAgainst(() => checkNotAbove(world, row))
  const stopping = await awaitedAgainst(() => checkStopping(world, row))
  const own: Moves = {}
  for (const move of moves) {
    const rule = () =>
      move === 'activate' ? activate(row, world.now) : check(move, row, world.now)
    const state = against(rule)
    const refused = move === 'revoke' ? stopping : handing.includes(move) ? above : null
    own[`keys.${move}`] = state ?? refused
  }
  return actionsFor(world.actor, own)
}

import { standingOfHolder } from '../roles/holders.ts'
import { refuseAbove } from '../roles/patterns.ts'
import type { World } from '../world.ts'
import type { KeyRow } from './queries.ts'

/** Throws `not_allowed` for a key that may more than the actor at this moment: to stop it for good is not
 * theirs. What it could one day is no matter to whoever gets nothing of it. */
export const checkStopping = async ({ store, actor }: World, row: KeyRow): Promise<void> =>
  refuseAbove(actor, await standingOfHolder(store, row), 'This key may more than you')

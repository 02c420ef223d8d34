/** One move of an account's status: the same three steps for each of them. */
import type { World } from '../world.ts'
import { refuseOwn } from './above.ts'
import { getAccount, updateAccount } from './queries.ts'
import { type Account, accountRecord } from './record.ts'
import { type Move, moved } from './rules.ts'
import { type Extent, extentOf } from './tree.ts'

/** Fetches, lets the rule decide or refuse, and writes. Answers the record as it
 * is then, and how much goes with it. */
export const changeStatus = async (
  world: World,
  account: string,
  move: Move,
  reason: string | null = null,
): Promise<Account & Extent> => {
  const { store } = world
  const found = await getAccount(store, account)
  await refuseOwn(world, found)
  const row = await updateAccount(store, found, moved(move, found, reason))
  const extent = await extentOf(store, row)
  store.note(extent)
  return { ...(await accountRecord(store, row)), ...extent }
}

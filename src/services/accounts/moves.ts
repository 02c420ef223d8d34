/** One move of an account's status: the same three steps for each of them. */
import type { World } from '../world.ts'
import { refuseOwn } from './above.ts'
import { getAccount, updateAccount } from './queries.ts'
import { type Account, accountRecord } from './record.ts'
import { type Move, moved } from './rules.ts'

/** Fetches, lets the rule decide or refuse, and writes. Answers the record as it is then. */
export const changeStatus = async (
  world: World,
  account: string,
  move: Move,
  reason: string | null = null,
): Promise<Account> => {
  const { store } = world
  const found = await getAccount(store, account)
  await refuseOwn(world, found)
  return accountRecord(store, await updateAccount(store, found, moved(move, found, reason)))
}

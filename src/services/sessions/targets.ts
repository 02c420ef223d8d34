/** What guesses at a supervisor's way in are counted against. */

import type { Tx } from '../../store/transaction.ts'
import { forgetGuesses } from '../guesses/queries.ts'

/** By the id of the account, or by a name that nobody has. */
export const passwordTarget = (account: string) => `password:${account}`
export const factorTarget = (account: string) => `factor:${account}`
export const forgotTarget = (account: string) => `forgot:${account}`

/** What guesses by whoever sits at a session count against. */
export const freshTarget = (supervisor: string) => `fresh:${supervisor}`

/** All that is counted against an account. */
export const targetsOf = (account: string): string[] =>
  [passwordTarget, factorTarget, forgotTarget, freshTarget].map(target => target(account))

/** Nothing is held against the next try, at whatever it is. */
export const forgetAllGuesses = async (tx: Tx, account: string): Promise<void> => {
  for (const target of targetsOf(account)) await forgetGuesses(tx, target)
}

/** What is for those above an account: to add it, to stop it and let it go on, to put it elsewhere. An
 * account can do none of that to itself (R4.1). */
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import { reaches } from '../../kernel/permission.ts'
import type { World } from '../world.ts'
import { type AccountRow, namedAccounts } from './record.ts'

/** Whether somebody reaches all accounts of the providers that they reach. */
export const reachesAll = ({ level, scope }: Actor): boolean =>
  scope.bounds.length === 0 && reaches(level, 'provider')

/** Throws `not_allowed` unless the account that this lies beneath is within reach, or for what lies at
 * the top the whole provider. */
export const refuseOwn = async (
  { store, actor }: World,
  { parent }: Pick<AccountRow, 'parent'>,
): Promise<void> => {
  if (reachesAll(actor)) return
  const above = parent === null ? [] : await namedAccounts(store, [parent])
  if (above.length === 0) throw isTheirs()
}

const isTheirs = () =>
  new StewardError('not_allowed', 'This is for whoever reaches the account above it.', {
    hint: 'Of the accounts that you were given, you can do this to what lies beneath them.',
  })

/** Throws `not_allowed` for a new account at the top from whoever reaches some accounts only. */
export const refuseTop = ({ actor }: World): void => {
  if (reachesAll(actor)) return
  throw new StewardError('not_allowed', 'You can not have an account at the top.', {
    field: 'parent',
    hint: 'Say which of your accounts it lies beneath: --parent ACCOUNT.',
  })
}

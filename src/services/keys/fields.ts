/** What a key is told when it is made or edited. */
import { invalid } from '../../kernel/errors.ts'
import {
  clearable,
  flag,
  type InputOf,
  instant,
  list,
  optional,
  ref,
  text,
} from '../../kernel/fields.ts'
import { networkProblem } from './networks.ts'
import { refusePast } from './rules.ts'

/** `all`, or some by their selectors. */
const selectors = (about: string) => optional(list(ref('accounts', about)))

export const scopeFields = {
  role: clearable(
    text({ about: 'The role it acts in; without one, that of whoever makes it.', max: 80 }),
  ),
  permissions: clearable(
    list(text({ about: 'All that it may do, such as consumers:list; of what the role may.' })),
  ),
  accounts: selectors('The accounts it reaches, with all beneath them, or all.'),
  subAccounts: selectors('Of the accounts only these sub-accounts, or all of them.'),
  everyProvider: optional(flag({ about: 'Reaches every provider, if whoever makes it does.' })),
}

export const limitFields = {
  expires: clearable(instant({ about: 'When it stops working: +90d, or a date.' })),
  addresses: clearable(
    list(text({ about: 'The networks it may be used from, such as 10.0.0.0/8,2001:db8::/32.' })),
  ),
}

export const keyName = text({ about: 'What the key is for; unique among those in use.', max: 80 })

/** Throws `invalid_input` for limits that can't be. */
export const checkLimits = (
  { expires, addresses }: Partial<InputOf<typeof limitFields>>,
  now: Date,
): void => {
  refusePast(expires, now)
  const problem = addresses?.map(networkProblem).find(one => one !== null)
  if (problem) throw invalid('addresses', `addresses ${problem}.`)
}

/** As granting asks for it. */
export const scopeAsked = (given: Partial<InputOf<typeof scopeFields>>) => {
  const { role, permissions, everyProvider, accounts, subAccounts } = given
  return {
    ...{ role, permissions, everyProvider },
    accounts: allOr(accounts),
    subAccounts: allOr(subAccounts),
  }
}

const allOr = (given: string[] | undefined): 'all' | string[] | undefined =>
  given?.length === 1 && given[0] === 'all' ? 'all' : given

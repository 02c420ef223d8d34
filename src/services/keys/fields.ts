/** What a key is told when it is made or edited. */
import { invalid } from '../../kernel/errors.ts'
import {
  type Field,
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

/** Optional; the word takes the limit away. Nothing at all never does: an empty variable of a script
 * would make the widest key there is. */
const orWord = <T>(inner: Field<T>, word: string): Field<T | null | undefined> => ({
  ...optional(inner),
  read: (value, now) => (isWord(value, word) ? null : inner.read(value, now)),
})

const isWord = (value: unknown, word: string): boolean =>
  value === word || (Array.isArray(value) && value.length === 1 && value[0] === word)

export const scopeFields = {
  role: orWord(
    text({ about: 'The role it acts in; none for that of whoever makes it.', max: 80 }),
    'none',
  ),
  permissions: orWord(
    list(text({ about: 'All that it may do, such as consumers:list; all for what the role may.' })),
    'all',
  ),
  accounts: selectors('The accounts it reaches, with all beneath them, or all.'),
  subAccounts: selectors('Of the accounts only these sub-accounts, or all of them.'),
  everyProvider: optional(flag({ about: 'Reaches every provider, if whoever makes it does.' })),
}

export const limitFields = {
  expires: orWord(instant({ about: 'When it stops working: +90d, a date, or never.' }), 'never'),
  addresses: orWord(
    list(text({ about: 'Networks it may be used from, as 10.0.0.0/8,2001:db8::/32; or any.' })),
    'any',
  ),
}

export const keyName = text({ about: 'What the key is for; unique among those in use.', max: 80 })

type Given = Partial<InputOf<typeof limitFields> & InputOf<typeof scopeFields>>

/** Throws `invalid_input` for what can't be. */
export const checkGiven = ({ expires, addresses, permissions }: Given, now: Date): void => {
  if (permissions?.length === 0) throw invalid('permissions', 'permissions must name one at least.')
  if (addresses?.length === 0) throw invalid('addresses', 'addresses must name one at least.')
  refusePast(expires, now)
  const problem = addresses?.map(networkProblem).find(one => one !== null)
  if (problem) throw invalid('addresses', `addresses ${problem}.`)
}

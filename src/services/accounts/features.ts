import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import { flag, list, optional, ref, withDefault } from '../../kernel/fields.ts'
import { changeFeatures, featuresGiven, standingsOf } from '../features/granting.ts'
import { operation } from '../world.ts'
import { refuseOwn } from './above.ts'
import { getAccount, readAccount } from './queries.ts'
import { account, NamedAccount } from './record.ts'
import { refuseFixed } from './templates.ts'
import { lockTree } from './tree.ts'

const names = (about: string) => optional(list(ref('features', about)))

export const accountFeatures = operation({
  name: 'accounts.features',
  summary: 'The features that an account has: see them, grant it more, take some away.',
  effect: 'write',
  level: 'account',
  input: {
    account,
    grant: names('Features to grant, of those that the account above it has.'),
    revoke: names('Features to take away.'),
    withSubAccounts: withDefault(
      flag({ about: 'Takes them from all accounts beneath it, too.' }),
      false,
    ),
  },
  output: z.extend(NamedAccount, {
    features: z.array(z.string()),
    /** What it has not, and could be granted. */
    available: z.array(z.string()),
  }),
  check({ grant = [], revoke = [] }) {
    if (!grant.some(one => revoke.includes(one))) return
    throw invalid('revoke', 'revoke has what is to be granted, too.')
  },
  async run(world, { account, grant = [], revoke = [], withSubAccounts }) {
    const { store } = world
    let row = await readAccount(store, account)
    if (grant.length + revoke.length > 0) {
      await lockTree(store)
      row = await getAccount(store, row.id)
      await refuseOwn(world, row)
      await refuseFixed(world, row, ['features'])
      await changeFeatures(store, row, {
        grant: await featuresGiven(store, 'grant', grant),
        revoke: await featuresGiven(store, 'revoke', revoke),
        withSubAccounts,
      })
    }
    const { id, reference, name, key } = row
    return { id, reference, name, ...(await standingsOf(store, [row])).get(key)! }
  },
})

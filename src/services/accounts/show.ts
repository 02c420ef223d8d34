import * as z from 'zod/mini'
import { standingsOf } from '../features/granting.ts'
import { Action } from '../roles/actions.ts'
import { operation } from '../world.ts'
import { accountActions } from './actions.ts'
import { readAccount } from './queries.ts'
import { Account, account, accountRecord, NamedAccount } from './record.ts'
import { Seats, seatsOf } from './seating.ts'
import { Extent, extentOf, parentsOf } from './tree.ts'

export const showAccount = operation({
  name: 'accounts.show',
  summary: 'One account: the company, who owns it, what lies above and beneath it.',
  effect: 'read',
  level: 'sub-account',
  input: { account },
  output: z.extend(Account, {
    /** All above it, from the top down. */
    parents: z.array(NamedAccount),
    ...Extent.shape,
    seats: Seats,
    features: z.array(z.string()),
    /** Masked. */
    ssoToken: z.nullable(z.string()),
    actions: z.array(Action),
  }),
  async run(world, { account }) {
    const { store } = world
    const row = await readAccount(store, account)
    return {
      ...(await accountRecord(store, row)),
      parents: await parentsOf(store, row),
      ...(await extentOf(store, row)),
      seats: await seatsOf(store, row),
      ssoToken: row.ssoTokenPreview,
      features: (await standingsOf(store, [row])).get(row.key)!.features,
      actions: await accountActions(world, row),
    }
  },
})

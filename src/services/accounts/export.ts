import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { Exported, exported } from './exporting.ts'
import { accountFields, accountRows } from './listing.ts'

export const exportAccounts = operation({
  name: 'accounts.export',
  summary:
    'Accounts that match, those above before those beneath, in a form that import reads back.',
  effect: 'read',
  level: 'sub-account',
  // One event for an export, however many pages it takes.
  recorded: input => input.cursor === undefined,
  sensitive: true,
  input: accountFields,
  output: pageOf(Exported),
  async run({ store, now }, input) {
    const { sort = 'depth' } = input
    const { rows, ...page } = await accountRows(store, now, { ...input, sort }, 'export')
    const { filter = null, search = null } = input
    store.note({ filter, search, matched: page.total })
    return { data: await exported(store, rows), ...page }
  },
})

import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { accountFields, accountPage, pickAccounts } from './listing.ts'
import { Account } from './record.ts'

export const listAccounts = operation({
  name: 'accounts.list',
  summary: 'Accounts, the newest first. Templates only when a filter asks for them.',
  effect: 'read',
  level: 'sub-account',
  input: accountFields,
  output: pageOf(Account),
  pick: pickAccounts,
  run: ({ store, now }, input) => accountPage(store, now, input),
})

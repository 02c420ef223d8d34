import { text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { changeStatus } from './moves.ts'
import { Account, account } from './record.ts'

export const suspendAccount = operation({
  name: 'accounts.suspend',
  summary: 'Suspend an account: it and all beneath it are stopped, and their people with them.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { account, reason: text({ about: 'Why; kept with the account.', max: 500 }) },
  output: Account,
  run: (world, { account, reason }) => changeStatus(world, account, 'suspend', reason),
})

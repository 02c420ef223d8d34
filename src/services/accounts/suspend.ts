import * as z from 'zod/mini'
import { text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { changeStatus } from './moves.ts'
import { Account, account } from './record.ts'
import { Extent } from './tree.ts'

export const suspendAccount = operation({
  name: 'accounts.suspend',
  summary:
    'Suspend an account: its people and those of all beneath it are stopped. Your team is not.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { account, reason: text({ about: 'Why; kept with the account.', max: 500 }) },
  output: z.extend(Account, Extent.shape),
  run: (world, { account, reason }) => changeStatus(world, account, 'suspend', reason),
})

import * as z from 'zod/mini'
import { text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { changeStatus } from './moves.ts'
import { Account, account } from './record.ts'
import { Extent } from './tree.ts'

export const closeAccount = operation({
  name: 'accounts.close',
  summary: 'Close an account that has ended, and with it all beneath it. Nothing is removed.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { account, reason: text({ about: 'Why; kept with the account.', max: 500 }) },
  output: z.extend(Account, Extent.shape),
  run: (world, { account, reason }) => changeStatus(world, account, 'close', reason),
})

import * as z from 'zod/mini'
import { operation } from '../world.ts'
import { changeStatus } from './moves.ts'
import { Account, account } from './record.ts'
import { Extent } from './tree.ts'

export const activateAccount = operation({
  name: 'accounts.activate',
  summary: 'Let a suspended or closed account go on, and what lies beneath it as it was.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: { account },
  output: z.extend(Account, Extent.shape),
  run: (world, { account }) => changeStatus(world, account, 'activate'),
})

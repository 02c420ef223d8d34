import * as z from 'zod/mini'
import { makeRecoveryCodes, replaceRecoveryCodes } from '../factors/recovery.ts'
import { tellSupervisor } from '../team/notices.ts'
import { operation } from '../world.ts'
import { myself } from './person.ts'

export const renewRecoveryCodes = operation({
  name: 'me.recovery-codes',
  summary: 'Make new recovery codes. The ones before no longer work.',
  effect: 'write',
  level: 'sub-account',
  session: true,
  sensitive: true,
  input: {},
  output: z.object({ recoveryCodes: z.nullable(z.array(z.string())) }),
  shownOnce: ['recoveryCodes'],
  async run(world) {
    const { store, ids } = world
    const me = await myself(world)
    const recoveryCodes = makeRecoveryCodes(ids)
    await replaceRecoveryCodes(store, me.key, recoveryCodes)
    await tellSupervisor(world, me, { template: 'team.recovery-codes' })
    return { recoveryCodes }
  },
})

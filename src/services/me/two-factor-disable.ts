import * as z from 'zod/mini'
import { illegalState } from '../../kernel/errors.ts'
import { isFactorRequired } from '../factors/prove.ts'
import { confirmedFactor, removeFactors } from '../factors/queries.ts'
import { removeRecoveryCodes } from '../factors/recovery.ts'
import { tellSupervisor } from '../team/notices.ts'
import { operation } from '../world.ts'
import { myself } from './person.ts'

export const disableApp = operation({
  name: 'me.two-factor-disable',
  summary: 'Take your authenticator app and recovery codes out of force.',
  effect: 'destroy',
  level: 'sub-account',
  session: true,
  sensitive: true,
  input: {},
  output: z.object({ disabled: z.boolean() }),
  async run(world) {
    const { store } = world
    const me = await myself(world)
    if (!(await confirmedFactor(store, me.key))) throw illegalState('No app is in force.')
    if (me.twoFactorRequired) {
      throw illegalState('You must have a second factor: your team asks it of you.', {
        hint: 'To move to another phone, enrol that: steward me two-factor enrol',
      })
    }
    if (isFactorRequired(me)) {
      throw illegalState('You need a second factor, since your email and phone are verified.', {
        hint: 'To move to another phone, enrol that: steward me two-factor enrol',
      })
    }
    await removeFactors(store, me.key)
    await removeRecoveryCodes(store, me.key)
    await tellSupervisor(world, me, { template: 'team.two-factor-off' })
    return { disabled: true }
  },
})

import * as z from 'zod/mini'
import { text } from '../../kernel/fields.ts'
import { removeFactors, voidSentCodes } from '../factors/queries.ts'
import { recoveryCodesLeft, removeRecoveryCodes } from '../factors/recovery.ts'
import { endSessions } from '../sessions/queries.ts'
import { operation } from '../world.ts'
import { change, getManaged, refuseLimitedKey, refuseSelf, supervisor } from './managing.ts'
import { tellSupervisor } from './notices.ts'
import { refuseDeleted, refuseWithoutFactor } from './rules.ts'

export const refreshTwoFactor = operation({
  name: 'team.refresh-2fa',
  summary:
    "Retire somebody's authenticator app and recovery codes: they enrol anew when they sign in.",
  effect: 'write',
  level: 'account',
  confirm: true,
  sensitive: true,
  input: {
    supervisor,
    reason: text({ about: 'Why: a lost phone, say. Kept with the event.', max: 500 }),
  },
  output: z.object({ id: z.string(), sessionsEnded: z.number() }),
  async run(world, input) {
    const { store, now, actor } = world
    await refuseLimitedKey(world)
    const found = await getManaged(world, input.supervisor)
    refuseDeleted(found)
    refuseSelf(world, found, 'retire their own second factor')
    const codes = await recoveryCodesLeft(store, found.key)
    const apps = await removeFactors(store, found.key)
    refuseWithoutFactor(apps + codes)
    await removeRecoveryCodes(store, found.key)
    await voidSentCodes(store, found.key, now)
    // Otherwise to retire the old one would be a way to have none.
    const row = await change(world, found, { twoFactorRequired: true })
    const sessionsEnded = await endSessions(store, found.key, now, null)
    const data = { by: actor.name }
    await tellSupervisor(world, row, { template: 'team.two-factor-retired', data })
    return { id: row.id, sessionsEnded }
  },
})

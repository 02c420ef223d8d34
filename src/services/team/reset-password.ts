import * as z from 'zod/mini'
import { flag, withDefault } from '../../kernel/fields.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { generatePassword } from '../passwords/generate.ts'
import { sendForgotCode } from '../sessions/forgotten.ts'
import { endSessions } from '../sessions/queries.ts'
import { forgetAllGuesses } from '../sessions/targets.ts'
import { readSettings } from '../settings/queries.ts'
import { type Around, operation } from '../world.ts'
import { change, getManaged, refuseLimitedKey, refuseSelf, supervisor } from './managing.ts'
import { tellSupervisor } from './notices.ts'
import { providerToName } from './reach.ts'
import { refuseInvited, unlock } from './rules.ts'

type Prepared = { code: string; password: string | null; passwordHash: string | null }

export const resetPassword = operation({
  name: 'team.reset-password',
  summary: 'Void the password of somebody: a code to set a new one is sent, or one is made.',
  effect: 'write',
  level: 'account',
  confirm: true,
  sensitive: true,
  input: {
    supervisor,
    generate: withDefault(
      flag({ about: 'Make a password, shown once and theirs to change, and send no code.' }),
      false,
    ),
  },
  output: z.object({
    id: z.string(),
    sentTo: z.nullable(z.string()),
    password: z.nullable(z.string()),
    expiresAt: z.string(),
    sessionsEnded: z.number(),
  }),
  shownOnce: ['password'],
  async prepare({ gateways, ids, dryRun }: Around, { generate }): Promise<Prepared> {
    const code = ids.token(20)
    if (!generate) return { code, password: null, passwordHash: null }
    const password = generatePassword(ids)
    return { code, password, passwordHash: dryRun ? '' : await gateways.passwords.hash(password) }
  },
  async run(world, input, { code, password, passwordHash }) {
    const { store, now, actor } = world
    await refuseLimitedKey(world)
    const found = await getManaged(world, input.supervisor)
    refuseInvited(found)
    refuseSelf(world, found, 'reset their own password')
    const { 'team.temporaryPasswordDays': days } = await readSettings(
      store,
      'team.temporaryPasswordDays',
    )
    const until = new Date(now.getTime() + days * 86_400_000)
    const row = await change(world, found, {
      passwordHash,
      passwordExpiresAt: passwordHash === null ? null : until,
      ...(found.status === 'locked' && unlock(found)),
    })
    const sessionsEnded = await endSessions(store, row.key, now, null)
    await voidSentCodes(store, row.key, now)
    await forgetAllGuesses(store, row.id)
    const sentTo = input.generate ? null : row.email
    const { name: by } = actor
    const data = { by, userName: row.userName, provider: await providerToName(store), days }
    const reset = input.generate ? 'team.password-reset' : 'team.password-voided'
    const words = { template: reset, data } as const
    if (input.generate) await tellSupervisor(world, row, words)
    const expiresAt = sentTo === null ? until : await sendForgotCode(world, row, code, words)
    return { id: row.id, sentTo, password, expiresAt: expiresAt.toISOString(), sessionsEnded }
  },
})

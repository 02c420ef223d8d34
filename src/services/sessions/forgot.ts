import * as z from 'zod/mini'
import type { StewardError } from '../../kernel/errors.ts'
import { text } from '../../kernel/fields.ts'
import { digestOfSent, keepSentCode } from '../factors/queries.ts'
import { countGuess, refuseUncounted } from '../guesses/queries.ts'
import type { TemplateKey } from '../messages/templates.ts'
import { accountKey, findByLogin, getSupervisor } from '../team/queries.ts'
import { type Around, operation } from '../world.ts'

const lifetime = 30 * 60_000

export const forgotTarget = (account: string) => `forgot:${account}`

export const forgotPassword = operation({
  name: 'sessions.forgot',
  summary: 'Have a one-use code sent to set a new password with.',
  effect: 'write',
  actor: 'anyone',
  input: { email: text({ about: 'Your email address or user name.', max: 320 }) },
  output: z.object({ sent: z.boolean() }),
  attempt: async ({ store, now }, { email }) =>
    countGuess(store, forgotTarget(await accountKey(store, email)), now),
  async prepare({ ids, attempted, dryRun }: Around<StewardError | null>) {
    // What a dry run would send tells who is known here.
    refuseUncounted(dryRun)
    return { tooSoon: attempted, code: ids.token(20) }
  },
  async run({ store, now, outbox, vault }, { email }, { tooSoon, code }) {
    const found = tooSoon ? null : await findByLogin(store, email)
    // Whoever asks learns nothing: known or not, soon or not, the answer is the same.
    if (found?.status !== 'active') return { sent: true }
    const person = await getSupervisor(store, found.id)
    const expiresAt = new Date(now.getTime() + lifetime)
    const digest = digestOfSent(vault, person.key, 'forgot', code)
    const target = person.email
    await keepSentCode(store, {
      supervisor: person.key,
      purpose: 'forgot',
      target,
      digest,
      createdAt: now,
      expiresAt,
    })
    await outbox.send({
      channel: 'email',
      recipient: target,
      template: 'team.forgot-code' satisfies TemplateKey,
      data: { name: person.name, minutes: lifetime / 60_000 },
      secret: { code },
      notAfter: expiresAt,
      subject: person.id,
    })
    return { sent: true }
  },
})

import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { readSettings } from '../settings/queries.ts'
import { operation } from '../world.ts'
import { getConsumer } from './queries.ts'
import type { ConsumerRow } from './record.ts'
import { digestOfCode, digestOfToken, replaceResets } from './resets.ts'
import { refuseDeleted, refuseUnreachable } from './rules.ts'

export const resetPassword = operation({
  name: 'consumers.reset-password',
  summary: 'Send a consumer a one-use link, or a code, to set a new password.',
  effect: 'write',
  level: 'sub-account',
  sensitive: true,
  confirm: true,
  input: { consumer: ref('consumers') },
  output: z.object({
    id: z.string(),
    kind: z.enum(['link', 'code']),
    sentTo: z.string(),
    expiresAt: z.string(),
  }),
  async prepare({ ids, dryRun }) {
    return dryRun ? { token: '', code: '' } : { token: ids.token(43), code: ids.digits(8) }
  },
  async run(world, { consumer }, { token, code }) {
    const { store, now, outbox } = world
    const found = await getConsumer(store, consumer, now)
    const { channel, recipient } = addressOf(found)
    const settings = await readSettings(store, 'platform.url', 'consumers.resetMinutes')
    const minutes = settings['consumers.resetMinutes']
    const expiresAt = new Date(now.getTime() + minutes * 60_000)
    const link = linkTo(settings['platform.url'], token)
    const kind = link ? 'link' : 'code'
    const digest = link ? digestOfToken(token) : digestOfCode(world.vault, found.key, code)
    await replaceResets(store, { consumer: found.key, kind, digest, expiresAt }, now)
    await outbox.send({
      channel,
      recipient,
      template: `consumer.reset-${kind}`,
      data: { name: found.name, minutes },
      secret: link ? { link } : { code },
      notAfter: expiresAt,
      subject: found.id,
    })
    return { id: found.id, kind, sentTo: recipient, expiresAt: expiresAt.toISOString() } as const
  },
})

const addressOf = (found: ConsumerRow): { channel: 'email' | 'sms'; recipient: string } => {
  refuseDeleted(found, 'reset-password')
  refuseUnreachable(found)
  if (found.email) return { channel: 'email', recipient: found.email }
  return { channel: 'sms', recipient: found.phone! }
}

/** Null where the platform has no address yet: a code is sent then. */
const linkTo = (platform: string | null, token: string): string | null =>
  platform && `${platform.replace(/\/$/, '')}/reset-password?token=${token}`

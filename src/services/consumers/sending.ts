/** Sending a person the way to a password of their own: a link, or a code where the platform has no
 * address yet. */
import type { Ids } from '../../kernel/context.ts'
import type { TemplateKey } from '../messages/templates.ts'
import { readSettings } from '../settings/queries.ts'
import type { World } from '../world.ts'
import type { ConsumerRow } from './record.ts'
import { digestOfCode, digestOfToken, replaceResets } from './resets.ts'
import { refuseDeleted, refuseUnreachable } from './rules.ts'

type Secrets = { token: string; code: string }

/** What it is sent by and how long it works. */
export type Letter = { template: TemplateKey; minutes: number; data: Record<string, unknown> }

export type SentReset = {
  id: string
  kind: 'link' | 'code'
  sentTo: string
  expiresAt: string
}

/** Made before it is known which of the two is sent. */
export const resetSecrets = (ids: Ids, dryRun: boolean): Secrets =>
  dryRun ? { token: '', code: '' } : { token: ids.token(43), code: ids.digits(8) }

/** Queues it; whatever was sent before works no more. Throws `illegal_state` for whom nothing can be
 * sent to. */
export const sendReset = async (
  { store, now, outbox, vault }: World,
  found: ConsumerRow,
  { token, code }: Secrets,
  letters: Record<'link' | 'code', Letter>,
): Promise<SentReset> => {
  const { channel, recipient } = addressOf(found)
  const { 'platform.url': platform } = await readSettings(store, 'platform.url')
  const link = linkTo(platform, token)
  const kind = link ? 'link' : 'code'
  const { template, minutes, data } = letters[kind]
  const expiresAt = new Date(now.getTime() + minutes * 60_000)
  const digest = link ? digestOfToken(token) : digestOfCode(vault, found.key, code)
  await replaceResets(store, { consumer: found.key, kind, digest, expiresAt }, now)
  await outbox.send({
    channel,
    recipient,
    template,
    data: { name: found.name, ...data },
    secret: link ? { link } : { code },
    notAfter: expiresAt,
    subject: found.id,
  })
  return { id: found.id, kind, sentTo: recipient, expiresAt: expiresAt.toISOString() }
}

const addressOf = (found: ConsumerRow): { channel: 'email' | 'sms'; recipient: string } => {
  refuseDeleted(found, 'reset-password')
  refuseUnreachable(found)
  if (found.email) return { channel: 'email', recipient: found.email }
  return { channel: 'sms', recipient: found.phone! }
}

/** Null where the platform has no address yet: a code is sent then. */
const linkTo = (platform: string | null, token: string): string | null =>
  platform && `${platform.replace(/\/$/, '')}/reset-password?token=${token}`

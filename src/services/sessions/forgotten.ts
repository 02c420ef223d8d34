/** A mailed code to set a new password with: asked for by whoever forgot theirs, or by somebody who voids
 * it for them. */
import { digestOfSent, keepSentCode } from '../factors/queries.ts'
import type { TemplateKey } from '../messages/templates.ts'
import type { SupervisorRow } from '../team/queries.ts'
import type { World } from '../world.ts'

const lifetime = 30 * 60_000

type Words = { template: TemplateKey; data?: Record<string, unknown> }

/** `person` is locked. Answers until when the code is good. */
export const sendForgotCode = async (
  { store, outbox, vault, now }: World,
  person: SupervisorRow,
  code: string,
  { template, data }: Words = { template: 'team.forgot-code' },
): Promise<Date> => {
  const expiresAt = new Date(now.getTime() + lifetime)
  const digest = digestOfSent(vault, person.key, 'forgot', code)
  const target = person.email
  const about = { supervisor: person.key, purpose: 'forgot' } as const
  await keepSentCode(store, { ...about, target, digest, createdAt: now, expiresAt })
  await outbox.send({
    channel: 'email',
    recipient: target,
    template,
    data: { name: person.name, minutes: lifetime / 60_000, ...data },
    secret: { code },
    notAfter: expiresAt,
    subject: person.id,
  })
  return expiresAt
}

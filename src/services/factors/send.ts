/** Sending a one-use code to a supervisor's own address. */
import type { Ids } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { TemplateKey } from '../messages/templates.ts'
import type { SupervisorRow } from '../team/queries.ts'
import type { World } from '../world.ts'
import { digestOfSent, keepSentCode, sentSince } from './queries.ts'
import type { CodePurpose } from './table.ts'

const lifetime = 10 * 60_000
const firstPause = 60_000
const remembered = 60 * 60_000

/** Six digits, as people expect of a code they are sent. */
export const newCode = (ids: Ids): string => ids.digits(6)

/** How long after the last of `sent` codes the next may be asked for: a minute, then twice as long
 * each time, until an hour has gone by. */
export const pauseAfter = (sent: number): number => firstPause * 2 ** (sent - 1)

const tooSoon = (until: Date, now: Date) => {
  const seconds = Math.ceil((until.getTime() - now.getTime()) / 1000)
  return new StewardError('conflict', 'A code was sent just now.', {
    hint: `Look for it, or ask again in ${seconds} s.`,
    details: { retryAfter: seconds },
  })
}

/** Queues a code that is good for ten minutes. Throws `conflict` when one was sent too recently. */
export const sendCode = async (
  { store, outbox, vault, now }: World,
  person: SupervisorRow,
  to: { purpose: CodePurpose; channel: 'email' | 'sms'; address: string; template: TemplateKey },
  code: string,
): Promise<Date> => {
  const earlier = await sentSince(
    store,
    person.key,
    to.purpose,
    new Date(now.getTime() - remembered),
  )
  const [last] = earlier
  if (last) {
    const until = new Date(last.createdAt.getTime() + pauseAfter(earlier.length))
    if (until > now) throw tooSoon(until, now)
  }
  const expiresAt = new Date(now.getTime() + lifetime)
  await keepSentCode(store, {
    supervisor: person.key,
    purpose: to.purpose,
    target: to.address,
    digest: digestOfSent(vault, person.key, to.purpose, code),
    createdAt: now,
    expiresAt,
  })
  await outbox.send({
    channel: to.channel,
    recipient: to.address,
    template: to.template,
    data: { name: person.name, minutes: lifetime / 60_000 },
    secret: { code },
    notAfter: expiresAt,
    subject: person.id,
  })
  return expiresAt
}

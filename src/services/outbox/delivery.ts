/** Emails, from their rows to what became of them. */
import type { Vault } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import { hiddenValue } from '../../store/capture.ts'
import { normalizeEmail } from '../contact/email.ts'
import type { MessageRow } from '../messages/status.ts'
import { isTemplateKey, renderMessage } from '../messages/templates.ts'
import type { Delivery, Mail, MailPort } from '../world.ts'
import type { Settlement } from './queries.ts'

export const mostAttempts = 5

/** How long a sender holds what it has taken in hand. */
export const leaseMs = 120_000
/** The last one begun has the other half of the lease to end in. */
const sendingMs = leaseMs / 2

/** A message in hand; `secrets` is null when they can't be read. */
export type Claimed = { row: MessageRow; secrets: Record<string, string> | null }

/** Opens what is sealed. Throws `unavailable` without the organisation's key: nothing can go then.
 * What the key doesn't open is this message's own trouble. */
export const opened = (vault: Vault, row: MessageRow): Claimed => {
  if (row.sealed === null) return { row, secrets: row.secrets.length === 0 ? {} : null }
  try {
    return { row, secrets: JSON.parse(vault.open(row.sealed)) as Record<string, string> }
  } catch (error) {
    if (error instanceof StewardError) throw error
    return { row, secrets: null }
  }
}

/** The email that leaves, or why none can. */
export const mailOf = ({ row, secrets }: Claimed, siteName: string): Mail | { error: string } => {
  const { id, template } = row
  const address = normalizeEmail(row.recipient)
  if (!address) return { error: 'The recipient is not an email address.' }
  if (!secrets) return { error: 'Its secrets can not be read.' }
  if (!isTemplateKey(template)) return { error: 'There is no such template.' }
  const { subject, text } = renderMessage({ ...row, template }, secrets, siteName)
  return { id, to: address.email, subject: subject!, text }
}

/** No delivery: nobody tried. */
export type Try = { one: Claimed; delivery: Delivery | undefined }

/** What can't be an email fails here; the others go to the server, in order, each by the name that the
 * site of its provider has. */
export const sendAll = async (
  mail: MailPort,
  claimed: Claimed[],
  settings: ReadonlyMap<number, { siteName: string }>,
): Promise<Try[]> => {
  const nameFor = ({ row }: Claimed) => settings.get(row.provider)!.siteName
  const made = claimed.map(one => ({ one, mail: mailOf(one, nameFor(one)) }))
  const mails = made.flatMap(({ mail }) => ('error' in mail ? [] : [mail]))
  const deliveries = (await mail.send(mails, sendingMs)).values()
  return made.map(({ one, mail }) => {
    const refused = 'error' in mail && { outcome: 'refused' as const, error: mail.error }
    return { one, delivery: refused || deliveries.next().value }
  })
}

/** What to write down. After a refusal it waits a minute, then twice as long each time. That no
 * server could be reached says nothing of this email: no try is counted, and only `notAfter` ends
 * it. One that nobody tried to send is let go as it was. */
export const settlementOf = (
  { row, secrets }: Claimed,
  delivery: Delivery | undefined,
  now: Date,
): Settlement => {
  if (!delivery) return { status: 'queued' }
  if (delivery.outcome === 'sent') return { status: 'sent', sentAt: delivery.at }
  const attempts = row.attempts + (delivery.outcome === 'refused' ? 1 : 0)
  const lastError = told(delivery.error, secrets ?? {})
  if (attempts >= mostAttempts) return { status: 'failed', attempts, lastError }
  const leaseUntil = new Date(now.getTime() + 60_000 * 2 ** row.attempts)
  return { status: 'queued', attempts, lastError, leaseUntil }
}

/** A server may quote what it refused. */
const told = (error: string, secrets: Record<string, string>): string =>
  Object.values(secrets)
    .reduce((text, secret) => text.replaceAll(secret, hiddenValue), error)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, 300)

/** Telling a person what happened to their record, by the outbox. */
import type { TemplateKey } from '../messages/templates.ts'
import { keepSettings, readSettings } from '../settings/queries.ts'
import type { World } from '../world.ts'
import { fetchNamed } from './known.ts'
import type { ConsumerRow } from './record.ts'

export type Notice = {
  template: TemplateKey
  data?: Record<string, unknown>
  channels: readonly ('email' | 'sms')[]
  /** Where to, when not to the addresses on the record. */
  email?: string | null
  phone?: string | null
}

/** For operations on one consumer who is told of it: all that the rows of a chunk need, at once. */
export const fetchTold: typeof fetchNamed = async (world, rows) => {
  await fetchNamed(world, rows)
  await keepSettings(world.store, 'messages.noticeHours')
}

/** Queues a notice on each channel that the person can be reached by. */
export const notify = async (
  { store, outbox, now }: World,
  row: ConsumerRow,
  notice: Notice,
): Promise<void> => {
  const { 'messages.noticeHours': hours } = await readSettings(store, 'messages.noticeHours')
  const notAfter = new Date(now.getTime() + hours * 3_600_000)
  const { email = row.email, phone = row.phone, template, channels } = notice
  const data = { name: row.name, ...notice.data }
  for (const channel of channels) {
    const recipient = channel === 'email' ? email : phone
    if (recipient)
      await outbox.send({ channel, recipient, template, data, notAfter, subject: row.id })
  }
}

/** Both the old and the new address hear of it: the old one may be all that its owner reads. The
 * same mailbox in other letters is not a new one. */
export const tellNewAddresses = async (
  world: World,
  before: ConsumerRow,
  after: ConsumerRow,
): Promise<void> => {
  if (before.emailKey !== after.emailKey) {
    const data = { email: after.email }
    for (const email of [before.email, after.email]) {
      await notify(world, after, {
        template: 'consumer.email-changed',
        data,
        channels: ['email'],
        email,
      })
    }
  }
  if (before.phone !== after.phone) {
    const notice = { template: 'consumer.phone-changed', data: { phone: after.phone } } as const
    await notify(world, after, { ...notice, channels: ['email'] })
    for (const phone of [before.phone, after.phone]) {
      await notify(world, after, { ...notice, channels: ['sms'], phone })
    }
  }
}

/** Telling a person what happened to their record, by the outbox. */
import type { TemplateKey } from '../messages/templates.ts'
import { readSettings } from '../settings/queries.ts'
import type { World } from '../world.ts'
import type { ConsumerRow } from './record.ts'

export type Notice = {
  template: TemplateKey
  data?: Record<string, unknown>
  channels: readonly ('email' | 'sms')[]
  /** Where to, when not to the addresses on the record. */
  email?: string | null
  phone?: string | null
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

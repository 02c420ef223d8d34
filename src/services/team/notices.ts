/** Telling a supervisor what happened to their own account, by the outbox. */
import type { TemplateKey } from '../messages/templates.ts'
import { readSettings } from '../settings/queries.ts'
import type { World } from '../world.ts'
import type { SupervisorRow } from './queries.ts'

export type Notice = {
  template: TemplateKey
  data?: Record<string, unknown>
  channel?: 'email' | 'sms'
  /** Where to, when not to the email address they have now. */
  to?: string
}

export const tellSupervisor = async (
  { store, outbox, now }: Pick<World, 'store' | 'outbox' | 'now'>,
  person: SupervisorRow,
  { template, data, channel = 'email', to = person.email }: Notice,
): Promise<void> => {
  const { 'messages.noticeHours': hours } = await readSettings(store, 'messages.noticeHours')
  await outbox.send({
    channel,
    recipient: to,
    template,
    data: { name: person.name, ...data },
    notAfter: new Date(now.getTime() + hours * 3_600_000),
    subject: person.id,
  })
}

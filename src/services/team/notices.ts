/** Telling a supervisor what happened to their own account, by the outbox. */
import type { TemplateKey } from '../messages/templates.ts'
import { readSettings } from '../settings/queries.ts'
import type { World } from '../world.ts'
import type { SupervisorRow } from './queries.ts'
import { accessTold } from './reach.ts'

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

/** After an edit by somebody else: of each thing that they should know of. */
export const tellChanges = async (
  world: World,
  before: SupervisorRow,
  after: SupervisorRow,
  isAccessChanged: boolean,
): Promise<void> => {
  const by = world.actor.name
  if (before.emailKey !== after.emailKey) {
    const notice = { template: 'team.email-changed', data: { email: after.email } } as const
    for (const to of [before.email, after.email])
      await tellSupervisor(world, after, { ...notice, to })
  }
  if (before.phone !== after.phone) {
    const data = { phone: after.phone ?? 'empty' }
    await tellSupervisor(world, after, { template: 'team.phone-changed', data })
  }
  if (isAccessChanged) {
    const data = { by, ...(await accessTold(world.store, after)) }
    await tellSupervisor(world, after, { template: 'team.access-changed', data })
  }
  if (before.twoFactorRequired !== after.twoFactorRequired) {
    const what = after.twoFactorRequired ? 'required' : 'optional'
    await tellSupervisor(world, after, { template: `team.two-factor-${what}`, data: { by } })
  }
}

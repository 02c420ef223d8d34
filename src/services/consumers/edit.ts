import { illegalState, invalid } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { operation, type World } from '../world.ts'
import { type StoredContact, storedContact, unverified } from './contact.ts'
import { personFields } from './create.ts'
import { notify } from './notices.ts'
import { getConsumer, readConsumer, updateConsumer } from './queries.ts'
import { Consumer, type ConsumerRow, consumerRecord } from './record.ts'
import { voidResetsOnMove } from './resets.ts'
import { editedName } from './rules.ts'

export const editConsumer = operation({
  name: 'consumers.edit',
  summary: 'Change what is known of a consumer. New contact data is unverified, and they are told.',
  effect: 'write',
  input: { consumer: ref('consumers'), ...personFields },
  output: Consumer,
  async prepare({ read }, { consumer, email, phone, country }): Promise<StoredContact> {
    const { country: home } = await read(store => readConsumer(store, consumer))
    return storedContact({ email, phone, country }, home)
  },
  async run(world, { consumer, ...person }, contact) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    if (found.status === 'deleted') throw illegalState('A deleted consumer can not be edited.')
    const name = editedName(found, person)
    if (name === null) throw invalid('name', 'A consumer needs a name, or a first or last name.')
    const patch = { ...person, ...contact, name, ...unverified(found, contact) }
    const row = await updateConsumer(store, found, patch)
    await voidResetsOnMove(store, found, row, now)
    await tell(world, found, row)
    return consumerRecord(row, now)
  },
})

/** Both the old and the new address hear of it: the old one may be all that its owner reads. The
 * same mailbox in other letters is not a new one. */
const tell = async (world: World, before: ConsumerRow, after: ConsumerRow): Promise<void> => {
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

import { invalid } from '../../kernel/errors.ts'
import { clearable, ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { type StoredContact, storedContact, unverified } from './contact.ts'
import { personFields } from './create.ts'
import { accountField, accountOfKnown, keepJoined } from './joining.ts'
import { fetchTold, tellNewAddresses } from './notices.ts'
import { getConsumer, readConsumer, updateConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import { voidResetsOnMove } from './resets.ts'
import { editedName, refuseDeleted } from './rules.ts'

export const editConsumer = operation({
  name: 'consumers.edit',
  summary: 'Change what is known of a consumer. New contact data is unverified, and they are told.',
  effect: 'write',
  level: 'sub-account',
  input: { consumer: ref('consumers'), ...personFields, account: clearable(accountField) },
  output: Consumer,
  async prepare({ read }, { consumer, email, phone, country }): Promise<StoredContact> {
    // Where they live says how a phone number is read; without one there is no need to ask.
    const found = phone ? await read(store => readConsumer(store, consumer)) : null
    return storedContact({ email, phone, country }, found?.country)
  },
  async prefetch(world, rows) {
    await fetchTold(world, rows)
    await keepJoined(
      world.store,
      rows.map(({ input }) => input.account),
    )
  },
  async run(world, { consumer, account: selector, ...person }, contact) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    refuseDeleted(found, 'edit')
    const name = editedName(found, person)
    if (name === null) throw invalid('name', 'A consumer needs a name, or a first or last name.')
    const account = await accountOfKnown(store, found, selector)
    const patch = { ...person, account, ...contact, name, ...unverified(found, contact) }
    const row = await updateConsumer(store, found, patch)
    await voidResetsOnMove(store, found, row, now)
    await tellNewAddresses(world, found, row)
    return recordIn(world, row)
  },
})

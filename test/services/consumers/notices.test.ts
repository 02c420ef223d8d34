/** What a person is told when someone decides about their registration. */
import { expect, it } from 'vitest'
import { approveConsumer } from '../../../src/services/consumers/approve.ts'
import { rejectConsumer } from '../../../src/services/consumers/reject.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'
import { bringOne, messagesOf } from '../../support/people.ts'
import { everything } from '../../support/trial.ts'

const person = {
  name: 'Ada',
  email: 'ada@example.org',
  phone: '+255712345678',
  status: 'pending',
}

const both = (template: string, data: object) => [
  { channel: 'email', recipient: person.email, template, data },
  { channel: 'sms', recipient: person.phone, template, data },
]

onEveryEngine('approval and rejection', engine => {
  it('tell the person by email and SMS', async () => {
    const house = await newHouse(engine)
    const ada = await bringOne(house, person)
    await house.run(approveConsumer, { consumer: ada.id })
    const told = both('consumer.approved', { name: 'Ada' })
    expect(await messagesOf(house)).toMatchObject(told)
    expect((await messagesOf(house))[0]).toMatchObject({ subject: ada.id, status: 'queued' })
  })

  it('give the reason for a rejection, and keep it on the record', async () => {
    const house = await newHouse(engine)
    const ada = await bringOne(house, person)
    const rejected = await house.ask(rejectConsumer, { consumer: ada.id, reason: 'no papers' })
    expect(rejected).toMatchObject({ status: 'rejected', statusReason: 'no papers' })
    const told = both('consumer.rejected', { name: 'Ada', reason: 'no papers' })
    expect(await messagesOf(house)).toMatchObject(told)
  })

  it('show both messages on a dry run, queue none and change nothing', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, person)
    const before = await everything(house)
    for (const [operation, raw, template] of [
      [approveConsumer, { consumer: id }, 'consumer.approved'],
      [rejectConsumer, { consumer: id, reason: 'x' }, 'consumer.rejected'],
    ] as const) {
      const dry = await house.run(operation, raw, { dryRun: true })
      expect(dry.messages).toMatchObject(both(template, { name: 'Ada' }))
      expect(dry.changes).toMatchObject([{ subject: { id }, before: { status: 'pending' } }])
    }
    expect(await everything(house)).toEqual(before)
  })

  it('use the channels there are, and none where there is none', async () => {
    const house = await newHouse(engine)
    for (const [reach, expected] of [
      [{ email: 'b@example.org' }, ['email']],
      [{ phone: '+255713345678' }, ['email', 'sms']],
      [{}, ['email', 'sms']],
    ] as const) {
      const { id } = await bringOne(house, { name: 'B', status: 'pending', ...reach })
      await house.run(approveConsumer, { consumer: id })
      expect((await messagesOf(house)).map(({ channel }) => channel)).toEqual(expected)
    }
  })

  it('expire after the hours of the setting', async () => {
    const house = await newHouse(engine)
    await house.run(setSetting, { key: 'messages.noticeHours', value: '5' })
    const { id } = await bringOne(house, person)
    await house.run(approveConsumer, { consumer: id })
    const [message] = await messagesOf(house)
    expect(message).toMatchObject({ notAfter: new Date('2026-03-01T17:00:00.000Z') })
  })

  it('a suspension sends nothing: its reason waits at the sign-in', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { ...person, status: 'active' })
    await house.run(suspendConsumer, { consumer: id, reason: 'unpaid' })
    expect(await messagesOf(house)).toEqual([])
  })
})

/** Changing what is known of a person, and telling them where it concerns how they are reached. */
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { verifyConsumer } from '../../../src/services/consumers/verify.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { bringOne, messagesOf } from '../../support/people.ts'
import { eventsOf, lastEvent } from '../../support/trial.ts'

onEveryEngine('consumers.edit', engine => {
  it('makes a name of first and last, remakes a made one and leaves a given one', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createConsumer, { firstName: 'Ada', lastName: 'Byron' })
    expect(made.name).toBe('Ada Byron')
    const married = await house.ask(editConsumer, { consumer: made.id, lastName: 'Lovelace' })
    expect(married.name).toBe('Ada Lovelace')
    const alone = await house.ask(editConsumer, { consumer: made.id, firstName: '' })
    expect(alone).toMatchObject({ name: 'Lovelace', firstName: null })
    const given = await house.ask(editConsumer, { consumer: made.id, name: 'Countess of Lovelace' })
    expect(given.name).toBe('Countess of Lovelace')
    const later = await house.ask(editConsumer, { consumer: made.id, firstName: 'Augusta' })
    expect(later).toMatchObject({ name: 'Countess of Lovelace', firstName: 'Augusta' })
    const back = await house.ask(editConsumer, { consumer: made.id, name: '' })
    expect(back.name).toBe('Augusta Lovelace')
  })

  it('takes away what is given as empty, but never the last of a name', async () => {
    const house = await newHouse(engine)
    const filled = {
      company: 'Engines Ltd',
      industry: 'computing',
      email: 'ada@example.org',
      phone: '+255712345678',
      country: 'TZ',
      language: 'en',
      externalId: 'x1',
      projectLimit: '3',
    }
    const { id } = await bringOne(house, { name: 'Ada', ...filled, tags: ['vip'] })
    const empty = Object.fromEntries(Object.keys(filled).map(name => [name, '']))
    const cleared = await house.ask(editConsumer, { consumer: id, ...empty, tags: '' })
    const nothing = Object.fromEntries(Object.keys(filled).map(name => [name, null]))
    expect(cleared).toMatchObject({ ...nothing, name: 'Ada', tags: [] })
    const refused = await failure(house.run(editConsumer, { consumer: id, name: '' }))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'name' })
  })

  it('an equal edit changes nothing, tells nobody and leaves no event', async () => {
    const house = await newHouse(engine)
    const person = {
      name: 'Ada',
      email: 'ada@example.org',
      phone: '+255712345678',
      tags: ['a', 'b'],
    }
    const { id } = await bringOne(house, person)
    const before = (await eventsOf(house)).length
    const same = { ...person, phone: '0712 345 678', country: 'Tanzania' }
    await house.run(editConsumer, { consumer: id, country: 'TZ' })
    const outcome = await house.run(editConsumer, { consumer: id, ...same })
    expect(outcome).toMatchObject({ changes: [], messages: [] })
    expect(await eventsOf(house)).toHaveLength(before + 1)
  })

  it('unverifies a new email address and tells the old and the new one', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'old@example.org' })
    const at = house.clock.now.toISOString()
    const known = await house.ask(verifyConsumer, { consumer: id, reason: 'called back' })
    expect(known).toMatchObject({ emailVerified: true, emailVerifiedAt: at })
    const edited = await house.ask(editConsumer, { consumer: id, email: 'new@example.org' })
    expect(edited).toMatchObject({ emailVerified: false, emailVerifiedAt: null })
    const messages = await messagesOf(house)
    expect(messages).toMatchObject(
      ['old@example.org', 'new@example.org'].map(recipient => ({
        channel: 'email',
        recipient,
        template: 'consumer.email-changed',
        data: { name: 'Ada', email: 'new@example.org' },
        subject: id,
        notAfter: new Date('2026-03-04T12:00:00.000Z'),
      })),
    )
  })

  it('unverifies a new phone number and tells it, the old one and the mailbox', async () => {
    const house = await newHouse(engine)
    const person = { name: 'Ada', email: 'a@example.org', phone: '+255712345678', country: 'TZ' }
    const { id } = await bringOne(house, person)
    await house.run(verifyConsumer, { consumer: id, reason: 'called back' })
    const edited = await house.ask(editConsumer, { consumer: id, phone: '0713 345 678' })
    expect(edited).toMatchObject({
      phone: '+255713345678',
      phoneVerified: false,
      emailVerified: true,
    })
    const messages = (await messagesOf(house)).map(({ channel, recipient }) => [channel, recipient])
    expect(messages).toEqual([
      ['email', 'a@example.org'],
      ['sms', '+255712345678'],
      ['sms', '+255713345678'],
    ])
  })

  it('takes the same mailbox in other letters for the same, and keeps it verified', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'ada@example.org' })
    await house.run(verifyConsumer, { consumer: id, reason: 'called back' })
    const edited = await house.ask(editConsumer, { consumer: id, email: 'Ada@Example.org' })
    expect(edited).toMatchObject({ email: 'Ada@Example.org', emailVerified: true })
    expect(await messagesOf(house)).toEqual([])
  })

  it('is refused for a deleted person and found by the new name at once', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    await house.run(editConsumer, { consumer: id, name: 'Ágnes', company: 'Öl AG' })
    for (const search of ['agnes', 'ol ag']) {
      const { data } = await house.ask(listConsumers, { search })
      expect(data).toMatchObject([{ id }])
    }
    await house.run(deleteConsumer, { consumer: id })
    const refused = await failure(house.run(editConsumer, { consumer: id, name: 'B' }))
    expect(refused).toMatchObject({ code: 'illegal_state' })
  })

  it('names the field of what it does not take, and changes nothing', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada' })
    const wrong: [field: string, value: string][] = [
      ['email', 'no'],
      ['email', 'a@b'],
      ['phone', '+255 1'],
      ['phone', '0712345678'],
      ['country', 'Atlantis'],
      ['language', 'pt_BR'],
      ['externalId', 'con_1'],
      ['externalId', 'a b'],
      ['projectLimit', '-1'],
      ['name', 'a\0b'],
      ['name', '\ud800'],
      ['tags', 'a;b'],
    ]
    for (const [field, value] of wrong) {
      const refused = await failure(
        house.run(editConsumer, { consumer: id, company: 'X', [field]: value }),
      )
      expect(refused).toMatchObject({ code: 'invalid_input', field })
    }
    expect(await lastEvent(house)).toMatchObject({ type: 'consumers.import' })
  })
})

onEveryEngine('consumers.verify', engine => {
  it('verifies by hand what is there, with a reason, and takes it back', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, {
      name: 'Ada',
      email: 'a@example.org',
      phone: '+255712345678',
    })
    const both = await house.ask(verifyConsumer, { consumer: id, reason: 'ticket 4711' })
    expect(both).toMatchObject({ emailVerified: true, phoneVerified: true })
    expect(await lastEvent(house)).toMatchObject({
      type: 'consumers.verify',
      detail: { reason: 'ticket 4711' },
    })
    const undo = { consumer: id, phone: true, undo: true, reason: 'ported number' }
    const one = await house.ask(verifyConsumer, undo)
    expect(one).toMatchObject({ emailVerified: true, phoneVerified: false, phoneVerifiedAt: null })
    const { id: bare } = await bringOne(house, { name: 'B', email: 'b@example.org' })
    const only = await house.ask(verifyConsumer, { consumer: bare, reason: 'seen' })
    expect(only).toMatchObject({ emailVerified: true, phoneVerified: false })
    const refused = await failure(
      house.run(verifyConsumer, { consumer: bare, phone: true, reason: 'x' }),
    )
    expect(refused).toMatchObject({ code: 'illegal_state' })
    const silent = await failure(house.run(verifyConsumer, { consumer: id }))
    expect(silent).toMatchObject({ code: 'invalid_input', field: 'reason' })
  })

  it('keeps the day something was first verified', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'a@example.org' })
    const first = await house.ask(verifyConsumer, { consumer: id, reason: 'x' })
    house.clock.now = new Date('2026-04-01T00:00:00Z')
    const again = await house.run(verifyConsumer, { consumer: id, reason: 'x' })
    expect(again).toMatchObject({ changes: [], value: { emailVerifiedAt: first.emailVerifiedAt } })
  })
})

/** Whom an email address, a phone number and an external id stand for: one living person each. */
import { expect, it } from 'vitest'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { restoreConsumer } from '../../../src/services/consumers/restore.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { bringOne } from '../../support/people.ts'
import { peopleOf } from '../../support/trial.ts'

const contact = { email: 'ada@example.org', phone: '+255712345678', externalId: 'crm-1' }
const parts = Object.entries(contact)

/** The same address as somebody else would type it. */
const otherwise: Record<string, string> = {
  email: 'ADA@Example.ORG',
  phone: '+255 712 345-678',
  externalId: 'crm-1',
}

onEveryEngine('identity', engine => {
  it('create and edit refuse what a living person has, naming who, however it is spelled', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', ...contact })
    const eve = await bringOne(house, { name: 'Eve' })
    for (const [field, value] of Object.entries(otherwise)) {
      for (const call of [
        () => house.run(createConsumer, { name: 'Eve', [field]: value }),
        () => house.run(editConsumer, { consumer: eve.id, [field]: value }),
      ]) {
        const refused = await failure(call())
        expect(refused).toMatchObject({ code: 'conflict', field, details: { id } })
        expect(refused.message).toContain(id)
        expect(JSON.stringify(refused)).not.toContain(value)
      }
    }
    expect(await peopleOf(house)).toHaveLength(2)
  })

  it('deleting frees all three, and restoring is a conflict that names who has them now', async () => {
    const house = await newHouse(engine)
    for (const [field, value] of parts) {
      const first = await bringOne(house, { name: 'First', [field]: value })
      await house.run(deleteConsumer, { consumer: first.id })
      const { id } = await house.ask(createConsumer, { name: 'Second', [field]: otherwise[field] })
      const refused = await failure(house.run(restoreConsumer, { consumer: first.id }))
      expect(refused).toMatchObject({ code: 'conflict', field, details: { id } })
      expect(refused.message).toContain(id)
      const still = await house.ask(showConsumer, { consumer: first.id })
      expect(still.status).toBe('deleted')
      await house.run(deleteConsumer, { consumer: id })
      expect(await house.ask(restoreConsumer, { consumer: first.id })).toEqual(first)
      await house.run(deleteConsumer, { consumer: first.id })
    }
  })

  it('many may be deleted with the same address', async () => {
    const house = await newHouse(engine)
    for (let round = 0; round < 3; round++) {
      const { id } = await bringOne(house, { name: 'Ada', ...contact })
      await house.run(deleteConsumer, { consumer: id })
    }
    expect(await peopleOf(house)).toHaveLength(3)
  })

  it('of many at once that want the same address, one gets it and the others hear who', async () => {
    const house = await newHouse(engine)
    for (const [field, value] of parts) {
      const calls = Array.from({ length: 4 }, (_, at) =>
        house.ask(createConsumer, { name: `P${at}`, [field]: value }),
      )
      const settled = await Promise.allSettled(calls)
      const won = settled.filter(one => one.status === 'fulfilled')
      const lost = settled.filter(one => one.status === 'rejected')
      expect([won.length, lost.length]).toEqual([1, 3])
      const { id } = won[0]!.value
      for (const { reason } of lost) {
        expect(reason).toMatchObject({ code: 'conflict', field, details: { id } })
      }
    }
  })

  it('restores and creates at once leave one living holder', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', ...contact })
    await house.run(deleteConsumer, { consumer: id })
    const both = await Promise.allSettled([
      house.ask(restoreConsumer, { consumer: id }),
      house.ask(createConsumer, { name: 'Eve', ...contact }),
    ])
    expect(both.filter(one => one.status === 'fulfilled')).toHaveLength(1)
    const living = (await peopleOf(house)).filter(({ status }) => status !== 'deleted')
    expect(living).toHaveLength(1)
    const lost = both.find(one => one.status === 'rejected') as PromiseRejectedResult
    expect(lost.reason).toMatchObject({ code: 'conflict', details: { id: living[0]!.id } })
  })

  it('an edit to what the record itself has is no conflict', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', ...contact })
    const { changes } = await house.run(editConsumer, { consumer: id, ...contact })
    expect(changes).toEqual([])
  })
})

import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { deleteProvider } from '../../../src/services/providers/delete.ts'
import { disableProvider } from '../../../src/services/providers/disable.ts'
import { editProvider } from '../../../src/services/providers/edit.ts'
import { enableProvider } from '../../../src/services/providers/enable.ts'
import { listProviders } from '../../../src/services/providers/list.ts'
import { showProvider } from '../../../src/services/providers/show.ts'
import { providerStats } from '../../../src/services/providers/stats.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('providers', engine => {
  it('are made with a log of their own, whose first event tells of it', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createProvider, {
      name: 'Zürich',
      reference: 'zurich',
      email: 'Ops@Zurich.Example',
      country: 'Switzerland',
    })
    expect(made).toMatchObject({ status: 'active', isDefault: false, country: 'CH' })
    const log = await house.ask(listEvents, {}, { provider: 'zurich' })
    expect(log.data).toMatchObject([{ sequence: 1, type: 'providers.create' }])
    const taken = await failure(house.run(createProvider, { name: 'Z', reference: 'zurich' }))
    expect(taken).toMatchObject({ code: 'conflict', field: 'reference', details: { id: made.id } })
    for (const reference of ['prv_x', 'a b', '@z', '+1', 'a,b', 'id:x', '']) {
      const refused = await failure(house.run(createProvider, { name: 'Z', reference }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'reference' })
    }
    const found = await house.ask(listProviders, { search: 'zurich' })
    expect(found.data).toEqual([made])
    const edited = await house.ask(editProvider, { provider: 'zurich', name: 'Bern', country: '' })
    expect(edited).toEqual({ ...made, name: 'Bern', country: null })
    expect((await house.ask(listProviders, { search: 'bern' })).total).toBe(1)
    expect((await house.ask(listProviders, { filter: 'name~bern' })).total).toBe(1)
  })

  it('stop by one event that counts what lies beneath, and go on as they were', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    const north = { provider: 'north' }
    const account = { email: 'c@example.org', reference: 'c1', noOwner: true }
    await house.ask(createAccount, account, north)
    await house.ask(createConsumer, { name: 'Ada', email: 'ada@example.org' }, north)
    const gone = await house.ask(createConsumer, { name: 'Bob' }, north)
    await house.ask(deleteConsumer, { consumer: gone.id })
    const { actions: _, ...before } = await house.ask(showProvider, north)
    const beneath = { accounts: 1, people: 1, team: 0, keys: 0 }
    expect(before.beneath).toEqual(beneath)
    const stopped = await house.run(disableProvider, { ...north, reason: 'unpaid' })
    expect(stopped.value).toMatchObject({ status: 'disabled', statusReason: 'unpaid', beneath })
    expect(stopped.changes.map(({ subject }) => subject.topic)).toEqual(['providers'])
    const again = await failure(house.run(disableProvider, north))
    expect(again).toMatchObject({ code: 'illegal_state', details: { already: true } })
    const stats = await house.ask(providerStats)
    expect(stats).toEqual({ total: 2, byStatus: { active: 1, disabled: 1, deleted: 0 } })
    expect(await house.ask(enableProvider, north)).toEqual(before)
    const log = await house.ask(listEvents, { filter: 'type=providers.disable' }, north)
    const event = await house.ask(showEvent, { event: log.data[1].id }, north)
    expect(event).toMatchObject({ status: 'succeeded', note: { stopped: beneath } })
  })

  it('are deleted by their name, once nothing is attached, and leave a log that verifies', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createProvider, { name: 'North', reference: 'north' })
    const north = { provider: 'north' }
    const ada = await house.ask(createConsumer, { name: 'Ada' }, north)
    const attached = await failure(house.run(deleteProvider, { ...north, confirm: 'North' }))
    expect(attached).toMatchObject({
      code: 'illegal_state',
      message: 'This provider still has 1 consumer.',
      details: { beneath: { people: 1 } },
    })
    await house.ask(deleteConsumer, { consumer: ada.id })
    for (const confirm of [undefined, 'north']) {
      const refused = await failure(house.run(deleteProvider, { ...north, confirm }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'confirm' })
    }
    await house.run(deleteProvider, north, { dryRun: true })
    await house.ask(deleteProvider, { ...north, confirm: 'North' })
    expect((await house.ask(listProviders)).total).toBe(1)
    expect((await house.ask(listProviders, { filter: 'status=deleted' })).data).toMatchObject([
      { id },
    ])
    expect(await failure(house.run(showProvider, north))).toMatchObject({ code: 'not_found' })
    const log = await house.ask(listEvents, { limit: 1 }, { provider: id })
    expect(log.data).toMatchObject([{ type: 'providers.delete', status: 'succeeded' }])
    const verdict = await house.ask(verifyEvents, {}, { provider: id })
    expect(verdict).toMatchObject({ ok: true })
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
    const writing = await failure(house.run(createConsumer, { name: 'Eve' }, { provider: id }))
    expect(writing).toMatchObject({ code: 'not_found' })
    // The name is free again.
    await house.ask(createProvider, { name: 'North', reference: 'north' })
  })

  it('take nobody in who comes while they are deleted', async () => {
    const house = await newHouse(engine)
    for (const reference of ['a', 'b', 'c']) {
      await house.ask(createProvider, { name: reference, reference })
      const person = { name: 'Ada', email: `${reference}@x.org` }
      const both = await Promise.allSettled([
        house.run(createConsumer, person, { provider: reference }),
        house.run(deleteProvider, { provider: reference, confirm: reference }),
      ])
      expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    }
  })

  it('leave the default one alone', async () => {
    const house = await newHouse(engine)
    const call = { provider: 'default', confirm: 'Acme' }
    const off = await failure(house.run(disableProvider, { provider: 'default' }))
    expect(off).toMatchObject({ code: 'illegal_state' })
    expect(await failure(house.run(deleteProvider, call))).toMatchObject({ code: 'illegal_state' })
  })
})

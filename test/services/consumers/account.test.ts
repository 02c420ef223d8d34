import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { accountMembers } from '../../../src/services/accounts/members.ts'
import { accountSeats } from '../../../src/services/accounts/seats.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { subAccounts } from '../../../src/services/accounts/sub-accounts.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { editConsumer } from '../../../src/services/consumers/edit.ts'
import { exportConsumers } from '../../../src/services/consumers/export.ts'
import { importConsumer } from '../../../src/services/consumers/import.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { mergeConsumers } from '../../../src/services/consumers/merge.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { privacyExport } from '../../../src/services/consumers/privacy-export.ts'
import { restoreConsumer } from '../../../src/services/consumers/restore.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { disableProvider } from '../../../src/services/providers/disable.ts'
import { enableProvider } from '../../../src/services/providers/enable.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

/** A client with a branch and, of another provider, a client of the same reference. */
const withClients = async (house: House) => {
  const client = { email: 'c@example.org', reference: 'c1', name: 'Client' }
  const c1 = await house.ask(createAccount, client)
  const branch = { email: 'b@example.org', reference: 'c1b', parent: 'c1', noOwner: true }
  const c1b = await house.ask(createAccount, branch)
  await house.ask(createProvider, { name: 'North', reference: 'north' })
  const north = await house.ask(
    createAccount,
    { email: 'n@example.org', reference: 'n1', noOwner: true },
    { provider: 'north' },
  )
  return { c1, c1b, north }
}

const nameOf = ({ id, reference, name }: Record<string, unknown>) => ({ id, reference, name })

const changesOf = async (house: House, type: string) => {
  const { data } = await house.ask(listEvents, { filter: `type=${type}`, limit: 1 })
  const { changes } = await house.ask(showEvent, { event: data[0].id })
  return changes[0]
}

onEveryEngine("a consumer's account", engine => {
  it('is given, changed and taken away, and every event says by its id from which to which', async () => {
    const house = await newHouse(engine)
    const { c1, c1b, north } = await withClients(house)
    const ada = await house.ask(createConsumer, { name: 'Ada', email: 'a@x.org', account: 'c1' })
    expect(ada.account).toEqual(nameOf(c1))
    expect((await changesOf(house, 'consumers.create')).after.account).toBe(c1.id)
    const moved = await house.ask(editConsumer, { consumer: ada.id, account: c1b.id })
    expect(moved.account).toEqual(nameOf(c1b))
    expect(await changesOf(house, 'consumers.edit')).toMatchObject({
      before: { account: c1.id },
      after: { account: c1b.id },
    })
    const alone = await house.ask(editConsumer, { consumer: ada.id, account: null })
    expect(alone.account).toBeNull()
    const foreign = await failure(house.run(editConsumer, { consumer: ada.id, account: north.id }))
    expect(foreign).toMatchObject({ code: 'not_found' })
    const owner = await failure(house.run(editConsumer, { consumer: 'c@example.org', account: '' }))
    expect(owner).toMatchObject({ code: 'illegal_state', details: { account: c1.id } })
    const there = await house.ask(createConsumer, { name: 'Nia', account: 'n1' })
    expect(there).toMatchObject({ provider: north.provider, account: { id: north.id } })
  })

  it('is what lists are filtered by, and what stops its people as long as it is stopped', async () => {
    const house = await newHouse(engine)
    const { c1 } = await withClients(house)
    await house.ask(createConsumer, { name: 'Ada', email: 'a@x.org', account: 'c1b' })
    await house.ask(createConsumer, { name: 'Zed' })
    await house.ask(createConsumer, { name: 'Nia', account: 'n1' })
    const names = async (filter: string) =>
      (await house.ask(listConsumers, { filter, sort: 'name' })).data.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names('account=c1,c1b')).toEqual(['Ada', 'Client'])
    expect(await names('account=none')).toEqual(['Zed'])
    expect(await names('account=nowhere')).toEqual([])
    expect(await names('account!=c1b')).toEqual(['Client', 'Nia', 'Zed'])
    await house.ask(suspendAccount, { account: 'c1', reason: 'unpaid' })
    await house.ask(disableProvider, { provider: 'north' })
    expect(await names('effectiveStatus=suspended')).toEqual(['Ada', 'Client'])
    expect(await names('effectiveStatus=disabled')).toEqual(['Nia'])
    expect(await names('effectiveStatus=active')).toEqual(['Zed'])
    expect(await names('status=active')).toHaveLength(4)
    const stop = { topic: 'accounts', id: c1.id, name: 'Client', status: 'suspended' }
    const ada = await house.ask(showConsumer, { consumer: 'a@x.org' })
    expect(ada).toMatchObject({ status: 'active', effectiveStatus: 'suspended', stoppedBy: stop })
    const branch = await house.ask(showAccount, { account: 'c1b' })
    expect(branch).toMatchObject({ effectiveStatus: 'suspended', stoppedBy: stop })
    const stopped = await house.ask(listAccounts, { filter: 'effectiveStatus=suspended' })
    expect(stopped.data.map((one: { reference: string }) => one.reference)).toEqual(['c1b', 'c1'])
    const off = await house.ask(listAccounts, { filter: 'effectiveStatus=disabled' })
    expect(off.data).toMatchObject([{ reference: 'n1', status: 'active' }])
    const own = await house.ask(showAccount, { account: 'c1' })
    expect(own).toMatchObject({ effectiveStatus: 'suspended', stoppedBy: null })
    await house.ask(enableProvider, { provider: 'north' })
    expect(await names('effectiveStatus=disabled')).toEqual([])
  })

  it('is in an export, and an import puts people where it says', async () => {
    const house = await newHouse(engine)
    const { c1, c1b } = await withClients(house)
    const rows = [
      { name: 'Ada', email: 'a@x.org', account: 'c1' },
      { name: 'Bob', email: 'b@x.org', account: { id: 'acc_gone', reference: 'c1b' } },
      { name: 'Zed', email: 'z@x.org' },
      { name: 'Eve', email: 'e@x.org', account: 'nowhere' },
    ].map((raw, at) => ({ key: String(at), raw }))
    const done = await house.runEach(importConsumer, rows)
    expect(done.map(({ result }) => result)).toEqual(['done', 'done', 'done', 'failed'])
    const { data } = await house.ask(exportConsumers, { sort: 'name', filter: 'name=Ada,Bob,Zed' })
    expect(data.map((one: { account: unknown }) => one.account)).toEqual([
      nameOf(c1),
      nameOf(c1b),
      null,
    ])
    const again = data.map((raw: Record<string, unknown>, at: number) => ({
      key: String(at),
      raw: { id: raw.id, name: raw.name, account: raw.account ?? '' },
    }))
    const same = await house.runEach(importConsumer, again)
    expect(same.map(({ result }) => result)).toEqual(['skipped', 'skipped', 'skipped'])
    await house.runEach(importConsumer, [{ key: '0', raw: { id: data[2].id, account: 'c1' } }])
    const zed = await house.ask(showConsumer, { consumer: 'z@x.org' })
    expect(zed.account).toEqual(nameOf(c1))
  })

  it('is of the provider that the export says, where both are within reach', async () => {
    const house = await newHouse(engine)
    const { north } = await withClients(house)
    const raw = { name: 'Nia', email: 'n@x.org', account: 'n1', provider: north.provider }
    const [made] = await house.runEach(importConsumer, [{ key: '1', raw }])
    expect(made).toMatchObject({ result: 'done' })
    const { data } = await house.ask(exportConsumers, { filter: 'account=n1' })
    expect(data).toMatchObject([{ name: 'Nia', provider: north.provider }])
    const [same] = await house.runEach(importConsumer, [
      { key: '1', raw: { ...raw, id: data[0].id } },
    ])
    expect(same).toMatchObject({ result: 'skipped' })
    const elsewhere = { name: 'Zed', email: 'n@x.org', provider: 'prv_of_another_house' }
    const [home] = await house.runEach(importConsumer, [{ key: '1', raw: elsewhere }])
    expect(home).toMatchObject({ result: 'done' })
    expect((await house.ask(showConsumer, { consumer: data[0].id })).name).toBe('Nia')
  })

  it('goes with the person it is owned by, and is told and let go with them', async () => {
    const house = await newHouse(engine)
    const { c1 } = await withClients(house)
    const pair = { consumer: 'new@x.org', duplicate: 'c@example.org' }
    await house.ask(createConsumer, { name: 'Carla', email: 'new@x.org', account: 'c1b' })
    const apart = await failure(house.run(mergeConsumers, pair))
    expect(apart).toMatchObject({ code: 'illegal_state', details: { account: c1.id } })
    const merged = await house.ask(mergeConsumers, { ...pair, take: ['account'] })
    expect(merged.consumer.account).toEqual(nameOf(c1))
    expect(merged.moved.accounts).toEqual([c1.id])
    expect(merged.fields).toContainEqual(
      expect.objectContaining({ field: 'account', value: c1.id, from: 'duplicate' }),
    )
    const owned = await house.ask(showAccount, { account: 'c1' })
    expect(owned.owner.email).toBe('new@x.org')
    const told = await house.ask(privacyExport, { consumer: 'new@x.org' })
    expect(told.belongings.accounts).toMatchObject([{ id: c1.id, reference: 'c1' }])
    const gone = await house.ask(privacyErase, { consumer: 'new@x.org', reason: 'asked for it' })
    expect(gone.erased.accounts).toBe(1)
    expect((await house.ask(showAccount, { account: 'c1' })).owner).toBeNull()
    expect(await house.ask(checkDatabase)).toMatchObject({ ok: true })
  })
})

onEveryEngine('whoever reaches some accounts alone', engine => {
  it('names one of them for somebody new, and leaves nobody without', async () => {
    const house = await newHouse(engine)
    const { c1b, north } = await withClients(house)
    const { apiKey } = await house.ask(createKey, { name: 'narrow', accounts: 'c1' })
    const call = { credential: { kind: 'apiKey' as const, key: apiKey } }
    const unnamed = await failure(house.run(createConsumer, { name: 'Ada' }, call))
    expect(unnamed).toMatchObject({ code: 'invalid_input', field: 'account' })
    const beyond = { name: 'Ada', account: north.id }
    expect(await failure(house.run(createConsumer, beyond, call))).toMatchObject({
      code: 'not_found',
    })
    const ada = await house.ask(createConsumer, { name: 'Ada', account: 'c1b' }, call)
    expect(ada.account.id).toBe(c1b.id)
    const out = await failure(house.run(editConsumer, { consumer: ada.id, account: null }, call))
    expect(out).toMatchObject({ code: 'not_allowed' })
    const rows = [
      { key: '1', raw: { name: 'Bob' } },
      { key: '2', raw: { name: 'Eve', account: 'c1' } },
    ]
    const imported = await house.runEach(importConsumer, rows, call)
    expect(imported.map(({ result }) => result)).toEqual(['failed', 'done'])
  })
})

onEveryEngine("an account's people", engine => {
  it('are no more than its seats, however they come into it', async () => {
    const house = await newHouse(engine)
    await withClients(house)
    await house.ask(createConsumer, { name: 'Ada', email: 'a@x.org', account: 'c1b' })
    await house.ask(createConsumer, { name: 'Zed', email: 'z@x.org' })
    await house.ask(accountSeats, { account: 'c1', seats: 2 })
    const full = { code: 'conflict', details: { allowed: 2 } }
    expect(await failure(house.run(createConsumer, { name: 'X', account: 'c1b' }))).toMatchObject(
      full,
    )
    const joining = { consumer: 'z@x.org', account: 'c1' }
    expect(await failure(house.run(editConsumer, joining))).toMatchObject(full)
    const rows = [{ key: '1', raw: { name: 'Y', account: 'c1' } }]
    expect((await house.runEach(importConsumer, rows))[0]).toMatchObject({ error: full })
    // Whoever is counted already may move within.
    await house.ask(editConsumer, { consumer: 'a@x.org', account: 'c1' })
    const { id } = await house.ask(deleteConsumer, { consumer: 'a@x.org' })
    await house.ask(editConsumer, joining)
    expect(await failure(house.run(restoreConsumer, { consumer: id }))).toMatchObject(full)
  })

  it('are listed with whoever owns it, and what lies beneath it stands as a tree', async () => {
    const house = await newHouse(engine)
    await withClients(house)
    await house.ask(createConsumer, { name: 'Ada', account: 'c1b' })
    const members = await house.ask(accountMembers, { account: 'c1' })
    expect(members.data).toMatchObject([{ name: 'Client', owner: true }])
    const all = await house.ask(accountMembers, { account: 'c1', beneath: true, limit: 1 })
    expect(all).toMatchObject({ data: [{ name: 'Ada', owner: false }], hasMore: true, total: 2 })
    const foreign = { account: 'n1', limit: 1, cursor: all.nextCursor }
    expect(await failure(house.run(accountMembers, foreign))).toMatchObject({ field: 'cursor' })
    for (const [reference, parent] of [
      ['twig', 'c1b'],
      ['arm', 'c1'],
    ]) {
      const company = { email: `${reference}@example.org`, name: reference, reference, parent }
      await house.ask(createAccount, { ...company, noOwner: true })
    }
    const tree = await house.ask(subAccounts, { account: 'c1' })
    const places = (page: { data: { reference: string; depth: number }[] }) =>
      page.data.map(({ reference, depth }) => [reference, depth])
    const wanted = [
      ['arm', 1],
      ['c1b', 1],
      ['twig', 2],
    ]
    expect(places(tree)).toEqual(wanted)
    expect(places(await house.ask(subAccounts, { account: 'c1', depth: 1 }))).toHaveLength(2)
    const first = await house.ask(subAccounts, { account: 'c1', limit: 2 })
    const rest = { account: 'c1', limit: 2, cursor: first.nextCursor }
    const second = await house.ask(subAccounts, rest)
    expect([...places(first), ...places(second)]).toEqual(wanted)
    expect(second).toMatchObject({ hasMore: false, nextCursor: null, total: 3 })
  })
})

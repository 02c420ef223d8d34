import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { activateKey } from '../../../src/services/keys/activate.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { editKey } from '../../../src/services/keys/edit.ts'
import { expiringKeys } from '../../../src/services/keys/expiring.ts'
import { listKeys } from '../../../src/services/keys/list.ts'
import { revokeKey } from '../../../src/services/keys/revoke.ts'
import { rotateKey } from '../../../src/services/keys/rotate.ts'
import { digestOf } from '../../../src/services/keys/secret.ts'
import { showKey } from '../../../src/services/keys/show.ts'
import { suspendKey } from '../../../src/services/keys/suspend.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { providersTable } from '../../../src/services/providers/table.ts'
import { supervisorsTable } from '../../../src/services/team/table.ts'
import { nowhere } from '../../../src/store/store.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const day = 86_400_000

const by = (key: string, address?: string): Partial<Call> => ({
  credential: { kind: 'apiKey', key, ...(address !== undefined && { address }) },
})

const later = (house: House, ms: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + ms)
}

/** What becomes of people and providers without their own operations. */
const set = (house: House, spec: typeof supervisorsTable | typeof providersTable, to: object) =>
  house.host.store.write(nowhere, async tx => {
    await tx.db.update(tx.table(spec as typeof supervisorsTable)).set(to)
    return { commit: true, value: null }
  })

const make = (house: House, raw: object, call?: Partial<Call>) =>
  house.ask(createKey, raw as Record<string, unknown>, call)

const refused = (house: House, key: string, address?: string) =>
  failure(house.ask(whoami, {}, by(key, address)))

onEveryEngine('keys', engine => {
  it('are refused in the same words whatever is the matter', async () => {
    const house = await newHouse(engine)
    const expires = new Date(house.clock.now.getTime() + day).toISOString()
    const keys: Record<string, { id: string; apiKey: string }> = {}
    for (const name of ['suspended', 'revoked', 'elsewhere', 'expired', 'disabled', 'provider']) {
      const limits = {
        ...(name === 'expired' && { expires }),
        ...(name === 'elsewhere' && { addresses: ['10.0.0.0/8'] }),
      }
      keys[name] = await make(house, { name, ...limits })
    }
    const unknown = await refused(house, 'stw_live_nothing')
    expect(unknown).toMatchObject({ code: 'not_signed_in' })
    await house.ask(suspendKey, { key: 'suspended' })
    await house.ask(revokeKey, { key: 'revoked' })
    expect(await refused(house, keys.suspended!.apiKey)).toEqual(unknown)
    expect(await refused(house, keys.revoked!.apiKey)).toEqual(unknown)
    expect(await refused(house, keys.elsewhere!.apiKey)).toEqual(unknown)
    expect(await refused(house, keys.elsewhere!.apiKey, '192.0.2.1')).toEqual(unknown)
    expect(await house.ask(whoami, {}, by(keys.expired!.apiKey))).toMatchObject({})
    later(house, day)
    expect(await refused(house, keys.expired!.apiKey)).toEqual(unknown)
    await set(house, supervisorsTable, { status: 'disabled' })
    expect(await refused(house, keys.disabled!.apiKey)).toEqual(unknown)
    await set(house, supervisorsTable, { status: 'locked' })
    expect(await house.ask(whoami, {}, by(keys.disabled!.apiKey))).toMatchObject({})
    await set(house, supervisorsTable, { status: 'active' })
    await set(house, providersTable, { status: 'disabled' })
    expect(await refused(house, keys.provider!.apiKey)).toEqual(unknown)
  })

  it('work from the networks they are for, and a process that asks for itself is this machine', async () => {
    const house = await newHouse(engine)
    const office = await make(house, { name: 'office', addresses: ['10.0.0.0/8', '2001:db8::/32'] })
    const here = await make(house, { name: 'here', addresses: ['::1'] })
    for (const address of ['10.9.8.7', '::ffff:10.9.8.7', '2001:db8::5']) {
      expect(await house.ask(whoami, {}, by(office.apiKey, address))).toMatchObject({})
    }
    for (const address of ['11.0.0.1', '2001:db9::5', '127.0.0.1', 'nonsense']) {
      expect(await refused(house, office.apiKey, address)).toMatchObject({ code: 'not_signed_in' })
    }
    expect(await house.ask(whoami, {}, by(here.apiKey))).toMatchObject({})
    expect(await refused(house, here.apiKey, '10.0.0.1')).toMatchObject({ code: 'not_signed_in' })
  })

  it('have one table of moves: revoked is for good', async () => {
    const house = await newHouse(engine)
    const key = 'nightly'
    await make(house, { name: key })
    const state = (to: unknown) => expect.objectContaining({ effectiveStatus: to })
    expect(await failure(house.ask(activateKey, { key }))).toMatchObject({
      code: 'illegal_state',
      details: { already: true },
    })
    expect(await house.ask(suspendKey, { key })).toEqual(state('suspended'))
    expect((await house.ask(suspendKey, { key }).catch(error => error)).details.already).toBe(true)
    expect(await house.ask(activateKey, { key })).toEqual(state('active'))
    await house.ask(editKey, { key, expires: '+1d' })
    later(house, 2 * day)
    expect(await house.ask(showKey, { key })).toEqual(state('expired'))
    expect(await failure(house.ask(rotateKey, { key }))).toMatchObject({ code: 'illegal_state' })
    expect(await house.ask(suspendKey, { key })).toEqual(state('suspended'))
    expect(await failure(house.ask(activateKey, { key }))).toMatchObject({ code: 'illegal_state' })
    await house.ask(editKey, { key, expires: 'never' })
    expect(await house.ask(activateKey, { key })).toEqual(state('active'))
    const revoked = await house.ask(revokeKey, { key })
    expect(revoked).toEqual(state('revoked'))
    for (const operation of [activateKey, suspendKey, revokeKey, editKey, rotateKey]) {
      const told = await failure(house.ask(operation, { key: revoked.id }))
      expect(told).toMatchObject({ code: 'illegal_state' })
    }
  })

  it('are rotated under the same id: the text before works until the grace is over, or not at all', async () => {
    const house = await newHouse(engine)
    const first = await make(house, { name: 'nightly' })
    const second = await house.ask(rotateKey, { key: 'nightly' })
    expect(second.id).toBe(first.id)
    expect(second.previousUntil).toBe('2026-03-02T12:00:00.000Z')
    expect(await house.ask(whoami, {}, by(first.apiKey))).toMatchObject({ key: { id: first.id } })
    expect(await house.ask(whoami, {}, by(second.apiKey))).toMatchObject({ key: { id: first.id } })
    const third = await house.ask(rotateKey, { key: 'nightly', grace: '2h' })
    expect(await refused(house, first.apiKey)).toMatchObject({ code: 'not_signed_in' })
    expect(await house.ask(whoami, {}, by(second.apiKey))).toMatchObject({})
    later(house, 2 * 3_600_000)
    expect(await refused(house, second.apiKey)).toMatchObject({ code: 'not_signed_in' })
    expect(await house.ask(showKey, { key: 'nightly' })).toMatchObject({ previousUntil: null })
    const last = await house.ask(rotateKey, { key: 'nightly', grace: '0', expires: '+90d' })
    expect(await refused(house, third.apiKey)).toMatchObject({ code: 'not_signed_in' })
    expect(last).toMatchObject({ previousUntil: null, expiresAt: '2026-05-30T14:00:00.000Z' })
    expect(await house.ask(rotateKey, { key: 'nightly' }, { dryRun: true })).toMatchObject({
      apiKey: null,
    })
    expect(await house.ask(whoami, {}, by(last.apiKey))).toMatchObject({})
    for (const grace of ['24', '-1h', '91d', 'soon']) {
      const told = await failure(house.ask(rotateKey, { key: 'nightly', grace }))
      expect(told).toMatchObject({ code: 'invalid_input', field: 'grace' })
    }
  })

  it('never show their text again, nor what it is known by', async () => {
    const house = await newHouse(engine)
    const made = await make(house, { name: 'nightly' })
    const rotated = await house.ask(rotateKey, { key: 'nightly' })
    const told = JSON.stringify([
      await house.ask(showKey, { key: 'nightly' }),
      await house.ask(listKeys),
      await house.ask(listEvents),
    ])
    for (const { apiKey } of [made, rotated]) {
      expect(told).not.toContain(apiKey)
      expect(told).not.toContain(digestOf(apiKey))
    }
    expect(told).toContain(rotated.preview)
  })

  it('that will soon be over are listed, the soonest first', async () => {
    const house = await newHouse(engine)
    for (const [name, expires] of [
      ['later', '+40d'],
      ['second', '+20d'],
      ['first', '+1h'],
    ]) {
      await make(house, { name, expires })
    }
    await make(house, { name: 'gone', expires: '+2d' })
    await house.ask(revokeKey, { key: 'gone' })
    const names = async (raw: object) =>
      (await house.ask(expiringKeys, raw as never)).data.map((key: { name: string }) => key.name)
    expect(await names({})).toEqual(['first', 'second'])
    expect(await names({ within: '60d' })).toEqual(['first', 'second', 'later'])
    expect(await names({ within: '2h', limit: 1 })).toEqual(['first'])
    later(house, day)
    expect(await names({})).toEqual(['second'])
  })

  it('are found by name and by the last characters of a text that leaked', async () => {
    const house = await newHouse(engine)
    const made = await make(house, { name: 'nightly export' })
    await make(house, { name: 'other' })
    const found = async (raw: object) =>
      (await house.ask(listKeys, raw as never)).data.map((key: { name: string }) => key.name)
    expect(await found({ search: 'EXPORT nightly' })).toEqual(['nightly export'])
    expect(await found({ search: made.apiKey.slice(-4) })).toEqual(['nightly export'])
    later(house, 1000)
    await house.ask(editKey, { key: 'other', expires: '+1d' })
    later(house, 2 * day)
    expect(await found({ filter: 'status=expired' })).toEqual(['other'])
    expect(await found({ filter: 'status=active expires=none' })).toEqual(['nightly export', 'ci'])
  })

  it.each([
    { expires: '-1d' },
    { addresses: ['10.1.2.3/8'] },
    { addresses: ['10.0.0.0/8', 'office'] },
    { permissions: ['consumers:lst'] },
    { role: 'boss' },
    { role: '' },
    { permissions: '' },
    { expires: '' },
    { addresses: '' },
  ])('that can not be are refused: %j', async raw => {
    const house = await newHouse(engine)
    const told = await failure(make(house, { name: 'nightly', ...raw }))
    expect(told).toMatchObject({ code: 'invalid_input', field: Object.keys(raw)[0] })
  })
})

onEveryEngine('a key', engine => {
  it('may what its maker may, narrowed by role and permissions, and shows what that comes to', async () => {
    const house = await newHouse(engine)
    const narrow = await make(house, {
      name: 'nightly',
      role: 'support',
      permissions: ['consumers:list', 'keys:list'],
    })
    expect(narrow.can).toMatchObject({ role: 'support', level: 'whole' })
    const shown = await house.ask(showKey, { key: 'nightly' })
    expect(shown.allowed).toContain('consumers:list')
    expect(shown.allowed).not.toContain('keys:list')
    expect(await house.ask(listConsumers, {}, by(narrow.apiKey))).toMatchObject({ data: [] })
    const told = await failure(house.ask(listKeys, {}, by(narrow.apiKey)))
    expect(told).toMatchObject({ code: 'not_allowed' })
  })

  it('shrinks with its maker, says what it lost, and has it back', async () => {
    const house = await newHouse(engine)
    await make(house, { name: 'other' })
    await make(house, { name: 'nightly', permissions: ['consumers:list', 'consumers:edit'] })
    const before = await house.ask(showKey, { key: 'nightly' })
    expect(before).toMatchObject({ lost: [], can: { role: 'owner', level: 'whole' } })
    await set(house, supervisorsTable, { role: 'auditor' })
    const after = await house.ask(showKey, { key: 'nightly' })
    expect(after).toMatchObject({ lost: ['consumers:edit'], can: { role: 'auditor' } })
    expect(after.allowed).not.toContain('consumers:edit')
    await set(house, supervisorsTable, { role: 'owner' })
    expect(await house.ask(showKey, { key: 'nightly' })).toEqual(before)
  })

  it('makes no key above itself, by role, by permissions or by saying nothing', async () => {
    const house = await newHouse(engine)
    const maker = await make(house, { name: 'maker', permissions: ['keys:*', 'consumers:list'] })
    const as = by(maker.apiKey)
    for (const raw of [
      { role: 'owner' },
      { permissions: ['consumers:edit'] },
      { role: 'support' },
    ]) {
      expect(await failure(make(house, { name: 'up', ...raw }, as))).toMatchObject({
        code: 'not_allowed',
      })
    }
    const same = await make(house, { name: 'same' }, as)
    expect(same).toMatchObject({ permissions: ['keys:*', 'consumers:list'], madeBy: maker.id })
    for (const [operation, raw] of [
      [rotateKey, { key: 'ci' }],
      [editKey, { key: 'ci', name: 'mine' }],
      [editKey, { key: 'same', permissions: 'all' }],
      [activateKey, { key: 'ci' }],
      [revokeKey, { key: 'ci' }],
    ] as const) {
      expect(await failure(house.ask(operation, raw, as))).toMatchObject({ code: 'not_allowed' })
    }
    expect(await house.ask(suspendKey, { key: 'ci' }, as)).toMatchObject({ status: 'suspended' })
    expect(await house.ask(rotateKey, { key: 'same' }, as)).toMatchObject({ id: same.id })
    expect(await house.ask(rotateKey, { key: 'maker' }, as)).toMatchObject({ id: maker.id })
  })

  it('with an end or a network makes and renews none that gets out of them', async () => {
    const house = await newHouse(engine)
    const limits = { expires: '+2d', addresses: ['127.0.0.0/8'] }
    const maker = await make(house, { name: 'maker', ...limits })
    await make(house, { name: 'free' })
    const as = by(maker.apiKey)
    const inherited = await make(house, { name: 'same' }, as)
    expect(inherited).toMatchObject({ expiresAt: maker.expiresAt, addresses: maker.addresses })
    expect(
      await make(house, { name: 'less', expires: '+1d', addresses: ['127.0.0.1'] }, as),
    ).toMatchObject({ addresses: ['127.0.0.1'] })
    for (const [operation, raw] of [
      [createKey, { name: 'more', expires: '+3d' }],
      [createKey, { name: 'more', addresses: ['127.0.0.1', '10.0.0.0/8'] }],
      [editKey, { key: 'maker', expires: 'never' }],
      [editKey, { key: 'same', addresses: 'any' }],
      [rotateKey, { key: 'free' }],
      [rotateKey, { key: 'same', expires: '+9d' }],
    ] as const) {
      expect(await failure(house.ask(operation, raw, as))).toMatchObject({ code: 'not_allowed' })
    }
    await house.ask(revokeKey, { key: 'maker' })
    expect(await house.ask(whoami, {}, by(inherited.apiKey))).toMatchObject({})
    const { data } = await house.ask(listKeys, { filter: `madeBy=${maker.id}` })
    expect(data).toHaveLength(2)
  })

  it('of some accounts reaches those, and is no way to another key of its maker', async () => {
    const house = await newHouse(engine)
    for (const reference of ['c1', 'c2']) {
      await house.ask(createAccount, { email: `${reference}@example.org`, reference })
    }
    const narrow = await make(house, { name: 'nightly', accounts: ['c1'] })
    expect(narrow).toMatchObject({
      accounts: 'some',
      everyProvider: false,
      can: { level: 'account' },
    })
    const shown = await house.ask(showKey, { key: 'nightly' })
    expect(shown).toMatchObject({ reachable: 1, granted: [{ reference: 'c1', itself: true }] })
    const people = await house.ask(listConsumers, {}, by(narrow.apiKey))
    expect(people.data.map((person: { email: string }) => person.email)).toEqual(['c1@example.org'])
    const both = await make(house, { name: 'both', accounts: ['c1', 'c2'] })
    const as = by(narrow.apiKey)
    for (const key of [both.id, 'ci']) {
      const told = await failure(house.ask(rotateKey, { key }, as))
      expect(told).toMatchObject({ code: 'not_found' })
    }
    expect(await make(house, { name: 'copy' }, as)).toMatchObject({ accounts: 'some' })
    expect(await failure(make(house, { name: 'up', accounts: ['c2'] }, as))).toMatchObject({
      code: 'not_found',
    })
    const wider = await house.ask(editKey, { key: 'nightly', accounts: ['c1', 'c2'] })
    expect(wider.accounts).toBe('some')
    expect((await house.ask(showKey, { key: 'nightly' })).reachable).toBe(2)
  })

  it('is handed to nobody who may less than it was given, whatever its maker may at the moment', async () => {
    const house = await newHouse(engine)
    const maker = await make(house, { name: 'maker', role: 'administrator', everyProvider: false })
    const other = await make(house, { name: 'other', role: 'developer', everyProvider: false })
    const plain = await make(house, { name: 'plain', everyProvider: false })
    await set(house, supervisorsTable, { role: 'developer' })
    for (const key of [maker.id, plain.id]) {
      const told = await failure(house.ask(rotateKey, { key }, by(other.apiKey)))
      expect(told).toMatchObject({
        code: 'not_allowed',
        message: expect.stringContaining('may more than you'),
      })
    }
    expect(await house.ask(rotateKey, { key: other.id }, by(other.apiKey))).toMatchObject({})
  })

  it('keeps its name to itself until it is revoked', async () => {
    const house = await newHouse(engine)
    const one = await make(house, { name: 'nightly' })
    await make(house, { name: 'other' })
    const taken = { code: 'conflict', field: 'name', details: { id: one.id } }
    expect(await failure(make(house, { name: 'nightly' }))).toMatchObject(taken)
    expect(await failure(house.ask(editKey, { key: 'other', name: 'nightly' }))).toMatchObject(
      taken,
    )
    await house.ask(suspendKey, { key: 'nightly' })
    expect(await failure(make(house, { name: 'nightly' }))).toMatchObject(taken)
    await house.ask(revokeKey, { key: 'nightly' })
    const again = await make(house, { name: 'nightly' })
    expect(await house.ask(showKey, { key: 'nightly' })).toMatchObject({ id: again.id })
  })
})

import { expect, it } from 'vitest'
import type { Actor } from '../../../src/kernel/context.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { wholeScope } from '../../../src/services/organization/queries.ts'
import { narrowed, type Standing, standingOf } from '../../../src/services/roles/base.ts'
import { type Asked, checkGrant } from '../../../src/services/roles/granting.ts'
import { grantsOf, reachOf, writeGrants } from '../../../src/services/roles/grants.ts'
import { nowhere } from '../../../src/store/store.ts'
import type { Tx } from '../../../src/store/transaction.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

/** c1 with c1b beneath it, and c2. */
const accounts = async (house: House) => {
  const make = (reference: string, parent?: string) =>
    house.ask(createAccount, { email: `${reference}@x.test`, reference, parent, noOwner: true })
  await make('c1')
  await make('c1b', 'c1')
  await make('c1bb', 'c1b')
  await make('c2')
}

type As = Standing & { bounds?: string[]; every?: boolean; key?: string }

/** Asks as somebody of this standing, in a transaction that changes nothing. */
const asking =
  (house: House, { bounds = [], every = false, key, rights, level }: As) =>
  async (asked: Asked) => {
    const whole = (await house.host.store.read(nowhere, wholeScope))!
    const scope = { ...whole, bounds, every }
    const known = { kind: 'supervisor' as const, id: house.ownerId, name: null, email: null }
    const actor: Actor = {
      ...known,
      key: key ? { id: key, name: key } : null,
      session: null,
      rights,
      level,
      scope,
    }
    const world = { store: null as unknown as Tx, actor } as never as Parameters<
      typeof checkGrant
    >[0]
    return house.host.store.write(scope, async store => ({
      commit: false,
      value: await checkGrant({ ...world, store }, asked),
    }))
  }

const person = (asked: Omit<Asked, 'holder'>): Asked => ({ holder: 'person', ...asked })
const key = (asked: Omit<Asked, 'holder'> = {}): Asked => ({ holder: 'key', ...asked })

onEveryEngine('what may be handed on', engine => {
  it('is a role that allows no more than the grantor may', async () => {
    const house = await newHouse(engine)
    const administrator = asking(house, { ...standingOf('administrator'), level: 'provider' })
    expect(await administrator(person({ role: 'Support' }))).toEqual({
      role: 'support',
      permissions: null,
      everyProvider: false,
      accounts: 'all',
      subAccounts: null,
      grants: [],
    })
    // An owner of a provider may there what its administrator may, today.
    expect(await failure(administrator(person({ role: 'owner' })))).toMatchObject({
      code: 'not_allowed',
      details: { permissions: expect.arrayContaining(['events:archive', '*']) },
    })
    const support = asking(house, { ...standingOf('support'), level: 'provider' })
    expect(await failure(support(person({ role: 'administrator' })))).toMatchObject({
      code: 'not_allowed',
      details: { permissions: expect.arrayContaining(['consumers:delete', 'keys:create']) },
    })
    expect(await failure(support(person({ role: 'suport' })))).toMatchObject({
      code: 'invalid_input',
      field: 'role',
      hint: 'Did you mean support?',
    })
  })

  it('is no permission that the grantor lacks, however it is written', async () => {
    const house = await newHouse(engine)
    const support = asking(house, { ...standingOf('support'), level: 'provider' })
    const asked = await support(key({ permissions: ['consumers.suspend', 'Consumers:List'] }))
    expect(asked).toMatchObject({ permissions: ['consumers:suspend', 'consumers:list'] })
    for (const permissions of [['*'], ['consumers:*'], ['*:list'], ['@read'], ['keys:create']]) {
      expect(await failure(support(key({ permissions })))).toMatchObject({ code: 'not_allowed' })
    }
    expect(await failure(support(key({ permissions: ['consumers:suspnd'] })))).toMatchObject({
      code: 'invalid_input',
      hint: 'Did you mean consumers:suspend?',
    })
  })

  it('reaches no further than the grantor does', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const owner = asking(house, { ...standingOf('owner'), every: true })
    const granted = await owner(person({ role: 'support', accounts: ['c1'] }))
    expect(granted).toMatchObject({ accounts: 'some', grants: [{ itself: true }] })
    await house.host.store.write((await house.host.store.read(nowhere, wholeScope))!, async tx => {
      const holder = { id: 'sup_some', topic: 'team', name: null, email: null }
      await writeGrants(tx, holder, granted.grants)
      expect(tx.takeCaptured().changes).toMatchObject([{ before: { grants: [] } }])
      expect((await grantsOf(tx, ['sup_some'])).get('sup_some')).toMatchObject([
        { reference: 'c1', itself: true },
      ])
      const some = { id: 'sup_some', everyProvider: false, accounts: 'some' as const }
      expect(await reachOf(tx, { ...some, provider: tx.scope.provider })).toBe(3)
      return { commit: true, value: null }
    })
    const bound = { ...standingOf('support'), level: 'account' as const, bounds: ['sup_some'] }
    const bounded = asking(house, bound)
    expect(await bounded(person({ role: 'support', accounts: ['c1b'] }))).toMatchObject({
      grants: [{ itself: true }],
    })
    for (const accounts of [['c2'], ['nobody'], ['c1', 'c2']]) {
      expect(await failure(bounded(person({ role: 'support', accounts })))).toMatchObject({
        code: 'not_found',
        message: 'No such account.',
      })
    }
    for (const asked of [{ accounts: 'all' as const }, {}, { accounts: ['all'] }]) {
      expect(await failure(bounded(person({ role: 'support', ...asked })))).toMatchObject({
        code: 'not_allowed',
      })
    }
    expect(await bounded(key())).toMatchObject({ accounts: 'all', role: null, permissions: null })
    expect(await failure(bounded(key({ everyProvider: true })))).toMatchObject({
      code: 'not_allowed',
    })
  })

  it('is every provider only by whom reaches every one, and all of their accounts', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const owner = asking(house, { ...standingOf('owner'), every: true })
    const every = { role: 'owner', everyProvider: true }
    expect(await owner(person(every))).toMatchObject({ everyProvider: true })
    expect(await owner(person({ role: 'owner' }))).toMatchObject({ everyProvider: false })
    expect(await owner(key())).toMatchObject({ everyProvider: true })
    expect(await owner(key({ accounts: ['c1'] }))).toMatchObject({ everyProvider: false })
    expect(await failure(owner(person({ ...every, accounts: ['c1'] })))).toMatchObject({
      code: 'invalid_input',
    })
    const local = asking(house, { ...standingOf('owner'), level: 'provider' })
    expect(await failure(local(person(every)))).toMatchObject({ code: 'not_allowed' })
    expect(await local(key())).toMatchObject({ everyProvider: false })
  })

  it('is sub-accounts only of one account, and of several for an agent', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const owner = asking(house, { ...standingOf('owner'), every: true })
    const user = (asked: Omit<Asked, 'holder' | 'role'>) =>
      owner(person({ role: 'platform-user', ...asked }))
    expect(await user({ accounts: ['c1'], subAccounts: 'all' })).toMatchObject({
      accounts: 'some',
      subAccounts: 'all',
      grants: [{ itself: false }],
    })
    expect(await user({ accounts: ['c1'], subAccounts: ['c1b', 'c1bb'] })).toMatchObject({
      subAccounts: 'some',
      grants: [{ itself: true }, { itself: true }],
    })
    const refused = [
      { accounts: ['c1', 'c2'], subAccounts: ['c1b'] },
      { accounts: 'all' as const, subAccounts: 'all' as const },
      { accounts: ['c1'], subAccounts: ['c2'] },
      { accounts: ['c1'], subAccounts: ['c1'] },
      { subAccounts: ['c1b'] },
      { accounts: [] },
    ]
    for (const asked of refused) {
      expect(await failure(user(asked))).toMatchObject({ code: 'invalid_input' })
    }
    const support = person({ role: 'support', accounts: ['c1'], subAccounts: ['c1b'] })
    expect(await failure(owner(support))).toMatchObject({ field: 'subAccounts' })
    expect(await owner(key({ role: 'agent', subAccounts: ['c1b'] }))).toMatchObject({
      subAccounts: 'some',
    })
    const top = key({ role: 'agent', subAccounts: ['c2'] })
    expect(await failure(owner(top))).toMatchObject({ field: 'subAccounts' })
    const each = key({ role: 'agent', accounts: ['c1', 'c2'], subAccounts: 'all' })
    expect(await owner(each)).toMatchObject({ grants: [{ itself: false }, { itself: false }] })
  })

  it('by a key is no more than the key may, not what whoever made it may', async () => {
    const house = await newHouse(engine)
    const narrow = narrowed(standingOf('owner'), { permissions: ['keys:*', 'consumers:list'] })
    const byKey = asking(house, { ...narrow, key: 'key_narrow' })
    expect(await failure(byKey(key({ role: 'owner' })))).toMatchObject({ code: 'not_allowed' })
    expect(await byKey(key({ permissions: ['consumers:list'] }))).toMatchObject({
      permissions: ['consumers:list'],
    })
  })
})

import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { editAccount } from '../../../src/services/accounts/edit.ts'
import { moveAccount } from '../../../src/services/accounts/move.ts'
import { readAccount } from '../../../src/services/accounts/queries.ts'
import { refuseFull } from '../../../src/services/accounts/seating.ts'
import { accountSeats } from '../../../src/services/accounts/seats.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { insertConsumer } from '../../../src/services/consumers/queries.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { defaultScope } from '../../../src/services/organization/queries.ts'
import { nowhere } from '../../../src/store/store.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const newAccount = (house: House, reference: string, more: Record<string, unknown> = {}) =>
  house.ask(createAccount, { email: `${reference}@x.test`, reference, ...more })

/** Somebody joins, as every operation lets them: room is made sure of first. */
const join = async (house: House, account: string, email: string): Promise<void> => {
  const scope = (await house.host.store.read(nowhere, defaultScope))!
  await house.host.store.write(scope, async tx => {
    const { key, provider } = await readAccount(tx, account)
    await refuseFull(tx, { key, provider })
    await insertConsumer(tx, {
      ...{ id: `con_${email}`, account: key, status: 'active', name: email, email },
      ...{ emailKey: email, source: 'console', tags: [], twoFactor: false },
      createdAt: house.clock.now,
    })
    return { commit: true, value: null }
  })
}

const seats = async (house: House, account: string) =>
  (await house.ask(accountSeats, { account })).seats

onEveryEngine('seats', engine => {
  it('are any number until one is set; the owner takes one', async () => {
    const house = await newHouse(engine)
    await newAccount(house, 'c1')
    expect(await seats(house, 'c1')).toEqual({
      ...{ allowed: null, additional: 0, used: 1, free: null, limitedBy: null },
    })
    await house.ask(accountSeats, { account: 'c1', seats: 2 })
    expect(await seats(house, 'c1')).toMatchObject({ allowed: 2, used: 1, free: 1 })
    await join(house, 'c1', 'a@x.test')
    expect(await failure(join(house, 'c1', 'b@x.test'))).toMatchObject({
      code: 'conflict',
      message: 'This account has 2 seats, all taken.',
      details: { allowed: 2, used: 2 },
    })
    await house.ask(accountSeats, { account: 'c1', additionalUsers: 1 })
    await join(house, 'c1', 'b@x.test')
    expect(await seats(house, 'c1')).toMatchObject({ allowed: 3, additional: 1, used: 3, free: 0 })
    await house.ask(deleteConsumer, { consumer: 'a@x.test' })
    expect(await seats(house, 'c1')).toMatchObject({ used: 2, free: 1 })
    await house.ask(accountSeats, { account: 'c1', unlimited: true })
    expect(await seats(house, 'c1')).toMatchObject({ allowed: null, additional: 0, free: null })
    const more = house.ask(accountSeats, { account: 'c1', additionalUsers: 1 })
    expect(await failure(more)).toMatchObject({
      code: 'conflict',
      hint: expect.stringMatching('--seats'),
    })
  })

  it('of an account count everybody beneath it, too', async () => {
    const house = await newHouse(engine)
    await newAccount(house, 'c1', { seats: 3 })
    await newAccount(house, 'c1a', { parent: 'c1' })
    await newAccount(house, 'c1b', { parent: 'c1a', seats: 5 })
    expect(await seats(house, 'c1b')).toMatchObject({
      allowed: 5,
      free: 0,
      limitedBy: { reference: 'c1' },
    })
    expect(await failure(join(house, 'c1b', 'a@x.test'))).toMatchObject({
      message: 'c1@x.test, above it, has 3 seats, all taken.',
    })
    expect(await failure(newAccount(house, 'c1c', { parent: 'c1a' }))).toMatchObject({
      code: 'conflict',
    })
    await newAccount(house, 'c1c', { parent: 'c1a', noOwner: true })
    await newAccount(house, 'c2')
    const move = () => house.ask(moveAccount, { account: 'c2', parent: 'c1' })
    expect(await failure(move())).toMatchObject({
      code: 'conflict',
      details: { allowed: 3, used: 4 },
    })
    await house.ask(accountSeats, { account: 'c1', additionalUsers: 1 })
    expect(await move()).toMatchObject({ moved: 1 })
    expect(await house.ask(showAccount, { account: 'c1' })).toMatchObject({
      seats: { allowed: 4, used: 4, free: 0 },
    })
  })

  it('are not lowered below use: those in the way are named to whoever may see them', async () => {
    const house = await newHouse(engine)
    await newAccount(house, 'c1')
    for (const name of ['a', 'b', 'c']) {
      house.clock.now = new Date(house.clock.now.getTime() + 1000)
      await join(house, 'c1', `${name}@x.test`)
    }
    const lower = { account: 'c1', seats: 2 }
    expect(await failure(house.ask(accountSeats, lower))).toMatchObject({
      code: 'conflict',
      field: 'seats',
      hint: 'In the way are the last who came: c@x.test c@x.test, b@x.test b@x.test.',
      details: { used: 4, over: 2, people: [{ email: 'c@x.test' }, { email: 'b@x.test' }] },
    })
    expect(await failure(house.ask(editAccount, lower))).toMatchObject({ code: 'conflict' })
    const { apiKey } = await house.ask(createKey, { name: 'k', permissions: ['accounts:seats'] })
    const as = { credential: { kind: 'apiKey', key: apiKey } } as const
    expect(await failure(house.ask(accountSeats, lower, as))).toMatchObject({
      details: { over: 2, people: [] },
    })
    expect(await house.ask(editAccount, { account: 'c1', seats: 4 })).toMatchObject({})
    expect(await seats(house, 'c1')).toMatchObject({ allowed: 4, free: 0 })
    await house.ask(editAccount, { account: 'c1', seats: '' })
    expect(await seats(house, 'c1')).toMatchObject({ allowed: null })
  })

  it('are never more than there are, however many join at once', async () => {
    const house = await newHouse(engine)
    await newAccount(house, 'c1', { seats: 8 })
    await newAccount(house, 'c1a', { parent: 'c1' })
    const joining = Array.from({ length: 20 }, (_, at) =>
      join(house, at % 2 === 0 ? 'c1' : 'c1a', `p${at}@x.test`).then(
        () => true,
        () => false,
      ),
    )
    const joined = (await Promise.all(joining)).filter(one => one)
    expect(joined).toHaveLength(6)
    expect(await seats(house, 'c1')).toMatchObject({ used: 8, free: 0 })
  })

  it('are never more than there are, also where the account above moves meanwhile', async () => {
    const house = await newHouse(engine)
    for (let at = 0; at < 6; at++) {
      await newAccount(house, `l${at}`, { seats: 1, noOwner: true })
      await newAccount(house, `s${at}`)
      await newAccount(house, `k${at}`, { parent: `s${at}`, noOwner: true })
      await Promise.allSettled([
        house.run(moveAccount, { account: `s${at}`, parent: `l${at}` }),
        house.run(createConsumer, { name: 'P', email: `p${at}@x.test`, account: `k${at}` }),
      ])
      const { allowed, used } = await seats(house, `l${at}`)
      expect(used).toBeLessThanOrEqual(allowed)
    }
  })

  it('are set by whoever reaches the account above, and say nothing of what lies out of reach', async () => {
    const house = await newHouse(engine)
    await newAccount(house, 'c1', { seats: 2 })
    await newAccount(house, 'c1a', { parent: 'c1' })
    const { apiKey } = await house.ask(createKey, { name: 'client', accounts: ['c1a'] })
    const as = { credential: { kind: 'apiKey', key: apiKey } } as const
    expect(await failure(house.ask(accountSeats, { account: 'c1a', seats: 9 }, as))).toMatchObject({
      code: 'not_allowed',
    })
    const shown = await house.ask(accountSeats, { account: 'c1a' }, as)
    expect(shown.seats).toEqual({
      ...{ allowed: null, additional: 0, used: 1, free: 0, limitedBy: null },
    })
    await house.ask(accountSeats, { account: 'c1', seats: 9 })
    expect((await house.ask(accountSeats, { account: 'c1a' }, as)).seats.free).toBeNull()
    await house.ask(accountSeats, { account: 'c1', seats: 2 })
    const more = house.ask(createAccount, { email: 'n@x.test', parent: 'c1a' }, as)
    expect(await failure(more)).toMatchObject({
      code: 'conflict',
      message: 'An account above it has no seat left.',
      details: undefined,
    })
  })
})

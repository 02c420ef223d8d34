import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { registerConsumer } from '../../../src/services/consumers/register.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { flushOutbox } from '../../../src/services/outbox/flush.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { disableProvider } from '../../../src/services/providers/disable.ts'
import { enableProvider } from '../../../src/services/providers/enable.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'

const north = { provider: 'north' }
const stranger = { ...north, credential: { kind: 'none' as const } }

const login = (email: string, given: string) => ({
  ...{ email, password: given, device: 'Steward on Linux', host: 'desk' },
})

/** A provider with a client, one of its people, one of its team who has signed in, and a key. */
const withNorth = async (house: House) => {
  await house.ask(createProvider, { name: 'North', reference: 'north' })
  const account = { email: 'c@example.org', reference: 'c1', noOwner: true }
  await house.ask(createAccount, account, north)
  const ada = await house.ask(createConsumer, { name: 'Ada', email: 'ada@x.org', account: 'c1' })
  const person = { name: 'Op Erator', email: 'op@x.org', role: 'support', password }
  await house.ask(createSupervisor, person, north)
  const own = 'another horse battery staple'
  const signedIn = { ...login('op@x.org', password), newPassword: own }
  const { token } = await house.ask(createSession, signedIn, stranger)
  const { apiKey } = await house.ask(createKey, { name: 'nightly' }, north)
  return { ada: login('ada@x.org', ada.password), op: login('op@x.org', own), token, apiKey }
}

onEveryEngine('what a disabled provider has', engine => {
  it('can not sign in, is refused by every key and session, and goes on once it is enabled', async () => {
    const house = await newHouse(engine)
    const { ada, op, token, apiKey } = await withNorth(house)
    const theirs = { email: ada.email, password: ada.password }
    const calls = [
      { credential: { kind: 'session' as const, token } },
      { credential: { kind: 'apiKey' as const, key: apiKey } },
    ]
    const goesOn = async () => {
      for (const call of calls) expect((await house.ask(listConsumers, {}, call)).total).toBe(1)
      await house.ask(createSession, op, stranger)
      const { consumer } = await house.ask(signIn, theirs, stranger)
      expect(consumer).toMatchObject({ status: 'active', effectiveStatus: 'active' })
    }
    await goesOn()
    await house.ask(disableProvider, north)
    for (const call of calls) {
      const refused = await failure(house.run(listConsumers, {}, call))
      expect(refused).toMatchObject({ code: 'not_signed_in' })
    }
    const nowhere = await failure(house.run(createSession, op, { ...stranger, provider: 'nix' }))
    expect(await failure(house.run(createSession, op, stranger))).toEqual(nowhere)
    expect(await failure(house.run(signIn, theirs, stranger))).toMatchObject({
      code: 'not_allowed',
      message: 'Your service is disabled.',
      details: { status: 'disabled' },
    })
    const wrong = { ...theirs, password: 'wrong' }
    expect(await failure(house.run(signIn, wrong, stranger))).toMatchObject({
      code: 'not_signed_in',
    })
    const newcomer = { name: 'Eve', email: 'eve@x.org', password }
    const turnedAway = await failure(house.run(registerConsumer, newcomer, stranger))
    expect(turnedAway).toMatchObject({ code: 'not_found' })
    await house.ask(enableProvider, north)
    await goesOn()
  })

  it('is sent nothing meanwhile, and what waits leaves afterwards', async () => {
    const mail = { STEWARD_SMTP_URL: 'smtp://127.0.0.1:1', STEWARD_MAIL_FROM: 'a@acme.test' }
    const house = await newHouse(engine, mail)
    await withNorth(house)
    const due = async () => (await house.ask(flushOutbox, {}, { dryRun: true })).sent
    const before = await due()
    expect(before).toBeGreaterThan(0)
    await house.ask(disableProvider, north)
    expect(await due()).toBe(0)
    await house.ask(enableProvider, north)
    expect(await due()).toBe(before)
  })
})

onEveryEngine('people of a suspended account', engine => {
  it('are told so once they have given the right password', async () => {
    const house = await newHouse(engine)
    const { ada } = await withNorth(house)
    await house.ask(suspendAccount, { account: 'c1', reason: 'unpaid' })
    const theirs = { email: ada.email, password: ada.password }
    expect(await failure(house.run(signIn, theirs, stranger))).toMatchObject({
      code: 'not_allowed',
      message: 'Your company is suspended.',
      details: { status: 'suspended', reason: null, until: null },
    })
  })
})

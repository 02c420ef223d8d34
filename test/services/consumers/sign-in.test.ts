/** A consumer's own sign-in, as the platform will call it: by anyone, guessing included. */
import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { approveConsumer } from '../../../src/services/consumers/approve.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { registerConsumer } from '../../../src/services/consumers/register.ts'
import { rejectConsumer } from '../../../src/services/consumers/reject.ts'
import { setPassword } from '../../../src/services/consumers/set-password.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { waitAfter } from '../../../src/services/guesses/rules.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { bringOne, dump, eventCounts } from '../../support/people.ts'
import { peopleOf } from '../../support/trial.ts'

const email = 'ada@example.org'
const nobody: Partial<Call> = { credential: { kind: 'none' } }

const enter = (house: House, secret: string, address = email) =>
  house.ask(signIn, { email: address, password: secret }, nobody)

const refusal = (house: House, secret: string, address = email) =>
  failure(enter(house, secret, address))

const later = (house: House, milliseconds: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + milliseconds)
}

/** Ada, active, with a password of her own. */
const withAda = async (house: House) => {
  const { id } = await bringOne(house, { name: 'Ada', email })
  await house.run(setPassword, { consumer: id, password, keep: true })
  return id
}

onEveryEngine('the password that create makes', engine => {
  it('is shown once, signs in, is to be changed, and is kept only as a hash', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createConsumer, { name: 'Ada', email })
    expect(made.passwordExpiresAt).toBe('2026-03-08T12:00:00.000Z')
    expect(await dump(house)).not.toContain(made.password)
    expect((await peopleOf(house))[0]!.passwordHash).toMatch(/^\$argon2id\$/)
    later(house, 60_000)
    expect(await enter(house, made.password)).toMatchObject({
      mustChangePassword: true,
      consumer: { id: made.id, isNew: false, lastSignInAt: house.clock.now.toISOString() },
    })
  })

  it('works for the days of the setting and not a moment longer', async () => {
    const house = await newHouse(engine)
    await house.run(setSetting, { key: 'consumers.temporaryPasswordDays', value: '2' })
    const made = await house.ask(createConsumer, { name: 'Ada', email })
    later(house, 2 * 86_400_000 - 1)
    expect(await enter(house, made.password)).toMatchObject({ mustChangePassword: true })
    later(house, 1)
    expect(await refusal(house, made.password)).toMatchObject({
      code: 'not_signed_in',
      message: 'This password has expired.',
    })
  })

  it('is not made on a dry run', async () => {
    const house = await newHouse(engine)
    const dry = await house.ask(createConsumer, { name: 'Ada', email }, { dryRun: true })
    expect(dry.password).toBeNull()
    expect(await peopleOf(house)).toEqual([])
  })

  it('set by hand it is theirs only with keep, and never their own name or address', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada Lovelace', email })
    await house.run(setPassword, { consumer: id, password })
    expect(await enter(house, password)).toMatchObject({ mustChangePassword: true })
    await house.run(setPassword, { consumer: id, password, keep: true })
    expect(await enter(house, password)).toMatchObject({ mustChangePassword: false })
    for (const weak of ['short', 'ada lovelace', 'ADA@example.org', 'aaaaaaaaaa']) {
      const refused = await failure(house.run(setPassword, { consumer: id, password: weak }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'password' })
      expect(JSON.stringify(refused)).not.toContain(weak)
    }
  })
})

onEveryEngine('consumers.sign-in', engine => {
  it('answers an unknown address, a wrong password and none at all alike', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    await bringOne(house, { name: 'No password', email: 'none@example.org' })
    const deleted = await bringOne(house, { name: 'Gone', email: 'gone@example.org' })
    await house.run(setPassword, { consumer: deleted.id, password, keep: true })
    await house.run(deleteConsumer, { consumer: deleted.id })
    const answers = [
      await refusal(house, 'wrong password'),
      await refusal(house, password, 'who@example.org'),
      await refusal(house, password, 'none@example.org'),
      await refusal(house, password, 'gone@example.org'),
    ]
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1)
    expect(answers[0]).toMatchObject({ code: 'not_signed_in' })
  })

  it('takes the address in any letters', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    expect(await enter(house, password, 'ADA@Example.org')).toMatchObject({
      consumer: { email, isNew: false },
      mustChangePassword: false,
    })
  })

  it('tells the suspended their reason and end, and nobody the note of the team', async () => {
    const house = await newHouse(engine)
    const id = await withAda(house)
    const note = 'chargeback ring, see case 12'
    const until = '2026-04-01T00:00:00.000Z'
    await house.run(suspendConsumer, { consumer: id, reason: 'unpaid invoice', until, note })
    const refused = await refusal(house, password)
    expect(refused).toEqual({
      code: 'not_allowed',
      message: 'This account is suspended.',
      hint: 'unpaid invoice',
      field: undefined,
      details: { status: 'suspended', reason: 'unpaid invoice', until },
    })
    const wrong = await refusal(house, 'wrong password')
    expect(wrong).toMatchObject({ code: 'not_signed_in', hint: undefined })
    const shown = await house.ask(showConsumer, { consumer: id })
    expect(JSON.stringify([refused, wrong, shown])).not.toContain('case 12')
    house.clock.now = new Date(until)
    expect(await enter(house, password)).toMatchObject({ consumer: { status: 'active' } })
  })

  it('tells the pending to wait, lets them in once approved, and the rejected why not', async () => {
    const house = await newHouse(engine)
    const register = (address: string) =>
      house.ask(registerConsumer, { name: 'Ada', email: address, password }, nobody)
    const ada = await register(email)
    const bob = await register('bob@example.org')
    expect(ada).toMatchObject({ status: 'pending', source: 'application' })
    expect(await refusal(house, password)).toMatchObject({
      code: 'not_allowed',
      message: 'This account waits for approval.',
      details: { status: 'pending' },
    })
    await house.run(approveConsumer, { consumer: ada.id })
    expect(await enter(house, password)).toMatchObject({ mustChangePassword: false })
    await house.run(rejectConsumer, { consumer: bob.id, reason: 'no papers' })
    expect(await refusal(house, password, 'bob@example.org')).toMatchObject({
      code: 'not_allowed',
      details: { status: 'rejected', reason: 'no papers' },
    })
  })

  it('tells a stranger who registers with a taken address no more than that', async () => {
    const house = await newHouse(engine)
    const id = await withAda(house)
    const again = { name: 'Eve', email: 'ADA@example.org', password }
    const refused = await failure(house.run(registerConsumer, again, nobody))
    expect(refused).toMatchObject({ code: 'conflict', field: 'email', details: undefined })
    expect(JSON.stringify(refused)).not.toContain(id)
  })

  it('lets three guesses go free and slows the next ones, known address or not', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    for (const address of [email, 'who@example.org']) {
      for (let guess = 0; guess < 3; guess++) {
        expect((await refusal(house, 'wrong password', address)).details).toBeUndefined()
      }
      // The right one too: whether it is right must not be heard.
      expect(await refusal(house, password, address)).toMatchObject({
        code: 'not_signed_in',
        details: { retryAfter: 2 },
      })
      later(house, 1999)
      expect(await refusal(house, password, address)).toMatchObject({ details: { retryAfter: 1 } })
      later(house, 1)
      expect((await refusal(house, 'wrong password', address)).details).toBeUndefined()
      expect(await refusal(house, password, address)).toMatchObject({ details: { retryAfter: 4 } })
    }
  })

  it('counts guesses at one mailbox together, however it is spelled', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    for (const address of ['ADA@example.org', 'ada@ｅxample.org', 'ada@example.ｏrg']) {
      await refusal(house, 'wrong password', address)
    }
    expect(await refusal(house, password)).toMatchObject({ details: { retryAfter: 2 } })
  })

  it('forgets the guesses once the right one comes', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    for (let round = 0; round < 3; round++) {
      await refusal(house, 'wrong password')
      await refusal(house, 'wrong password')
      expect(await enter(house, password)).toBeDefined()
    }
  })

  it('of fifty guesses at once looks at three', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    const guesses = Array.from({ length: 50 }, (_, at) => refusal(house, `wrong password ${at}`))
    const answers = await Promise.all(guesses)
    const evaluated = answers.filter(({ details }) => details === undefined)
    expect(evaluated).toHaveLength(3)
    expect(await eventCounts(house)).toMatchObject({ 'consumers.sign-in refused': 50 })
  })

  it('has no dry run, which would be a guess for free', async () => {
    const house = await newHouse(engine)
    await withAda(house)
    for (const secret of [password, 'wrong password']) {
      const dry = house.run(signIn, { email, password: secret }, { ...nobody, dryRun: true })
      expect(await failure(dry)).toMatchObject({ code: 'invalid_input', field: 'dryRun' })
    }
  })
})

it('a wait doubles from the third try on and ends at a quarter of an hour', () => {
  const seconds = Array.from({ length: 15 }, (_, at) => waitAfter(at + 1) / 1000)
  expect(seconds).toEqual([0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900, 900])
})

import { expect, it } from 'vitest'
import { nobodysHash } from '../../../src/services/passwords/nobody.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { sendSignInCode } from '../../../src/services/sessions/send-code.ts'
import { sessionsTable } from '../../../src/services/sessions/table.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { dump, eventCounts, messagesOf } from '../../support/people.ts'
import {
  bothVerified,
  login,
  minutes,
  nobody,
  owner,
  pass,
  patchOwner,
  seconds,
  sentCode,
  signIn,
  withApp,
} from '../../support/sign-in.ts'
import { looking } from '../../support/trial.ts'

const sessionsIn = (house: House) =>
  looking(house, tx => tx.db.select().from(tx.table(sessionsTable)))

const tryIn = (house: House, more: Record<string, unknown> = {}) =>
  house.ask(createSession, { ...login, ...more }, nobody)

const refused = (house: House, more: Record<string, unknown> = {}) => failure(tryIn(house, more))

const wrong = { code: 'not_signed_in', message: 'The email or the password is not right.' }
const waiting = { code: 'not_signed_in', message: 'There were too many tries.' }

/** Tries that are answered by looking at what was given, of many at once. */
const evaluated = async (tries: Promise<unknown>[]) => {
  const outcomes = await Promise.allSettled(tries)
  const reasons = outcomes.map(one => (one.status === 'rejected' ? one.reason.message : 'in'))
  return reasons.filter(reason => reason !== waiting.message)
}

onEveryEngine('sessions.create', engine => {
  it('signs in by email or user name and password, with no factor where none is enrolled', async () => {
    const house = await newHouse(engine)
    const { session, token } = await tryIn(house)
    expect(token).toMatch(/^stw_ses_/)
    expect(session).toMatchObject({ current: true, device: login.device, host: login.host })
    await patchOwner(house, { userName: 'Boss', userNameKey: 'boss' })
    await tryIn(house, { email: 'bOSS' })
    await tryIn(house, { email: 'OWNER@acme.TEST' })
    expect(await eventCounts(house)).toMatchObject({ 'sessions.create succeeded': 3 })
  })

  it('says the same of an unknown email and of a wrong password', async () => {
    const house = await newHouse(engine)
    const unknown = await refused(house, { email: 'who@acme.test' })
    expect(unknown).toEqual(await refused(house, { password: 'not this one' }))
    expect(unknown).toMatchObject(wrong)
    for (const status of ['invited', 'locked', 'deleted']) {
      pass(house, minutes(1))
      await patchOwner(house, { status })
      expect(await refused(house)).toEqual(unknown)
    }
    pass(house, minutes(1))
    await patchOwner(house, { status: 'disabled' })
    expect(await refused(house, { password: 'not this one' })).toEqual(unknown)
    pass(house, minutes(1))
    expect(await refused(house)).toMatchObject({
      code: 'not_allowed',
      details: { status: 'disabled' },
    })
  })

  it('looks at a hash of the same cost for an unknown email', async () => {
    const house = await newHouse(engine)
    const cost = (hash: string) => hash.split('$').slice(0, 4)
    expect(cost(await house.host.gateways.passwords.hash(password))).toEqual(cost(nobodysHash))
  })

  it('asks for a factor once an app is in force, and stores no session before it', async () => {
    const house = await newHouse(engine)
    const { code } = await withApp(house)
    const before = await sessionsIn(house)
    expect(await refused(house)).toMatchObject({
      code: 'not_signed_in',
      details: { needs: 'code', methods: ['app', 'recovery'] },
    })
    expect(await refused(house, { code: '000000' })).toMatchObject({ details: { needs: 'code' } })
    expect(await sessionsIn(house)).toEqual(before)
    await tryIn(house, { code: code() })
    expect(await sessionsIn(house)).toHaveLength(before.length + 1)
  })

  it('asks for a factor once email and phone are verified, by email or recovery code', async () => {
    const house = await newHouse(engine)
    await patchOwner(house, { emailVerifiedAt: house.clock.now })
    await tryIn(house)
    await bothVerified(house)
    const methods = ['recovery', 'email']
    expect(await refused(house)).toMatchObject({ details: { needs: 'code', methods } })
    await house.ask(sendSignInCode, { email: owner, password }, nobody)
    const code = await sentCode(house, 'team.sign-in-code')
    expect(code).toMatch(/^\d{6}$/)
    await tryIn(house, { code })
    expect(await refused(house, { code })).toMatchObject({ code: 'not_signed_in' })
  })

  it('takes an app code once, the step before and after too, and none of a step gone by', async () => {
    const house = await newHouse(engine)
    const { code } = await withApp(house)
    const early = code()
    pass(house, seconds(30))
    const middle = code()
    await tryIn(house, { code: middle })
    for (const used of [middle, early]) {
      expect(await refused(house, { code: used })).toMatchObject({ details: { needs: 'code' } })
    }
    pass(house, seconds(30))
    const late = code()
    pass(house, seconds(30))
    await tryIn(house, { code: late })
  })

  it('takes no used step again when the clock is set back', async () => {
    const house = await newHouse(engine)
    const { code } = await withApp(house)
    const used = code()
    await tryIn(house, { code: used })
    pass(house, -seconds(30))
    for (const one of [used, code()]) {
      expect(await refused(house, { code: one })).toMatchObject({ details: { needs: 'code' } })
    }
  })

  it('takes a recovery code once', async () => {
    const house = await newHouse(engine)
    const { recoveryCodes } = await withApp(house)
    const code = recoveryCodes[0]!.toUpperCase().replace('-', '')
    await tryIn(house, { code })
    expect(await refused(house, { code: recoveryCodes[0] })).toMatchObject({
      code: 'not_signed_in',
    })
    await tryIn(house, { code: recoveryCodes[1] })
  })

  it('lets three tries go free, then has one wait 2, 4, 8 s, up to 15 minutes', async () => {
    for (const email of [owner, 'who@acme.test']) {
      const house = await newHouse(engine)
      const guess = () => refused(house, { email, password: 'a guess' })
      for (let tries = 0; tries < 3; tries += 1) expect(await guess()).toMatchObject(wrong)
      for (const wait of [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
        const details = { retryAfter: wait }
        expect(await guess()).toMatchObject({ ...waiting, details })
        pass(house, seconds(wait) - 1)
        expect(await refused(house, { email })).toMatchObject({
          ...waiting,
          details: { retryAfter: 1 },
        })
        pass(house, 1)
        expect(await guess()).toMatchObject(wrong)
      }
      pass(house, minutes(15))
      if (email === owner) await tryIn(house)
    }
  })

  it('counts tries by the account, by whichever of its names it is called', async () => {
    const house = await newHouse(engine)
    await patchOwner(house, { userName: 'Boss', userNameKey: 'boss' })
    for (const email of [owner, 'boss', 'Owner@acme.test']) {
      expect(await refused(house, { email, password: 'a guess' })).toMatchObject(wrong)
    }
    for (const email of [owner, 'boss'])
      expect(await refused(house, { email })).toMatchObject(waiting)
  })

  it('forgets the wrong tries after a right one', async () => {
    const house = await newHouse(engine)
    for (let round = 0; round < 3; round += 1) {
      await refused(house, { password: 'a guess' })
      await refused(house, { password: 'a guess' })
      await tryIn(house)
    }
  })

  it('lets a recovery code pass while tries have to wait, and no guess at one', async () => {
    const house = await newHouse(engine)
    const { recoveryCodes, code } = await withApp(house)
    for (let tries = 0; tries < 3; tries += 1) await refused(house, { password: 'a guess' })
    expect(await refused(house, { code: code() })).toMatchObject(waiting)
    expect(await refused(house, { code: 'abcde-fghjk' })).toMatchObject(waiting)
    await tryIn(house, { code: recoveryCodes[0] })
    for (let tries = 0; tries < 3; tries += 1) await refused(house, { code: '000000' })
    expect(await refused(house, { code: code() })).toMatchObject(waiting)
    await tryIn(house, { code: recoveryCodes[1] })
  })

  it('evaluates at most five of fifty guesses at once', async () => {
    const house = await newHouse(engine)
    const guesses = Array.from({ length: 50 }, (_, at) => tryIn(house, { password: `guess ${at}` }))
    expect((await evaluated(guesses)).length).toBeLessThanOrEqual(5)
  })

  it('evaluates at most five of fifty guesses at a code', async () => {
    const house = await newHouse(engine)
    await withApp(house)
    const codes = Array.from({ length: 50 }, (_, at) => String(at).padStart(6, '0'))
    const answers = await evaluated(codes.map(code => tryIn(house, { code })))
    expect(answers.length).toBeLessThanOrEqual(5)
  })

  it('makes one session of fifty right codes at once', async () => {
    const house = await newHouse(engine)
    const { code } = await withApp(house)
    const before = (await sessionsIn(house)).length
    const tries = Array.from({ length: 50 }, () => tryIn(house, { code: code() }))
    expect((await evaluated(tries)).filter(one => one === 'in')).toEqual(['in'])
    expect(await sessionsIn(house)).toHaveLength(before + 1)
  })

  it('tells the owner of a sign-in from somewhere new, the first time from there', async () => {
    const house = await newHouse(engine)
    await tryIn(house)
    await tryIn(house)
    expect(await messagesOf(house)).toEqual([])
    await tryIn(house, { host: 'laptop' })
    await tryIn(house, { host: 'laptop' })
    expect(await messagesOf(house)).toMatchObject([
      {
        template: 'team.new-device',
        recipient: owner,
        data: { device: login.device, host: 'laptop', at: house.clock.now.toISOString() },
      },
    ])
  })

  it('keeps codes, tokens and passwords out of the database', async () => {
    const house = await newHouse(engine)
    const { recoveryCodes, secret, code } = await withApp(house)
    const { token } = await signIn(house, { code: code() })
    await bothVerified(house)
    await house.ask(sendSignInCode, { email: owner, password }, nobody)
    const sent = await sentCode(house, 'team.sign-in-code')
    const everything = await dump(house)
    expect(everything).toContain(owner)
    for (const hidden of [token, secret, password, ...recoveryCodes]) {
      expect(everything).not.toContain(hidden)
      expect(everything).not.toContain(hidden.replace('-', ''))
    }
    expect(everything).not.toMatch(new RegExp(`"${sent}"`))
  })

  it('can not be tried out by a dry run: that would be a guess for free', async () => {
    const house = await newHouse(engine)
    for (const [operation, input] of [
      [createSession, login],
      [sendSignInCode, { email: owner, password }],
    ] as const) {
      expect(await failure(house.run(operation, input, { ...nobody, dryRun: true }))).toMatchObject(
        {
          code: 'invalid_input',
          field: 'dryRun',
        },
      )
    }
  })

  it('sends a code a minute apart, then two, then four, to a verified address only', async () => {
    const house = await newHouse(engine)
    const ask = () => house.ask(sendSignInCode, { email: owner, password }, nobody)
    expect(await failure(ask())).toMatchObject({ code: 'illegal_state' })
    await bothVerified(house)
    for (const pause of [60, 120, 240]) {
      await ask()
      expect(await failure(ask())).toMatchObject({ details: { retryAfter: pause } })
      pass(house, seconds(pause))
    }
  })

  it('takes a sent code within ten minutes, and the last one sent only', async () => {
    const house = await newHouse(engine)
    await bothVerified(house)
    const send = async () => {
      await house.ask(sendSignInCode, { email: owner, password }, nobody)
      return sentCode(house, 'team.sign-in-code')
    }
    const first = await send()
    pass(house, minutes(1))
    const second = await send()
    if (first !== second) await refused(house, { code: first })
    pass(house, minutes(10))
    expect(await refused(house, { code: second })).toMatchObject({ details: { needs: 'code' } })
    await tryIn(house, { code: await send() })
  })
})

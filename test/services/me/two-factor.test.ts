import { expect, it } from 'vitest'
import { renewRecoveryCodes } from '../../../src/services/me/recovery-codes.ts'
import { mySecurity } from '../../../src/services/me/security.ts'
import { confirmApp } from '../../../src/services/me/two-factor-confirm.ts'
import { disableApp } from '../../../src/services/me/two-factor-disable.ts'
import { enrolApp } from '../../../src/services/me/two-factor-enrol.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { dump, messagesOf } from '../../support/people.ts'
import {
  appCode,
  bothVerified,
  minutes,
  pass,
  seconds,
  signIn,
  withApp,
} from '../../support/sign-in.ts'

const needsCode = { code: 'not_signed_in', details: { needs: 'code' } }
const stale = { code: 'not_allowed', details: { needs: 'fresh-factor' } }

onEveryEngine('an authenticator app', engine => {
  it('counts only once a code of it was confirmed, and that code not again', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const { secret, uri } = await house.ask(enrolApp, {}, call)
    expect(uri).toMatch(new RegExp(`^otpauth://totp/Acme.*secret=${secret}`))
    await signIn(house)
    expect(await failure(house.run(confirmApp, { code: '000000' }, call))).toMatchObject(needsCode)
    const code = appCode(secret, house.clock.now)
    const { recoveryCodes } = await house.ask(confirmApp, { code }, call)
    expect(recoveryCodes).toHaveLength(10)
    expect(await failure(signIn(house, { code }))).toMatchObject(needsCode)
    pass(house, seconds(60))
    await signIn(house, { code: appCode(secret, house.clock.now) })
    expect((await messagesOf(house)).map(({ template }) => template)).toEqual([
      'team.two-factor-on',
    ])
  })

  it('that was not confirmed is replaced by the next, whose code alone will do', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const first = await house.ask(enrolApp, {}, call)
    const second = await house.ask(enrolApp, {}, call)
    const old = { code: appCode(first.secret, house.clock.now) }
    expect(await failure(house.run(confirmApp, old, call))).toMatchObject(needsCode)
    await house.ask(confirmApp, { code: appCode(second.secret, house.clock.now) }, call)
    expect(await failure(house.run(confirmApp, old, call))).toMatchObject({ code: 'illegal_state' })
  })

  it('stays in force until a new one is confirmed, and then is gone with its codes', async () => {
    const house = await newHouse(engine)
    const { call, code, recoveryCodes } = await withApp(house)
    const { secret } = await house.ask(enrolApp, {}, call)
    await signIn(house, { code: code() })
    await house.ask(confirmApp, { code: appCode(secret, house.clock.now) }, call)
    pass(house, seconds(60))
    for (const old of [code(), recoveryCodes[0]!]) {
      expect(await failure(signIn(house, { code: old }))).toMatchObject(needsCode)
    }
    await signIn(house, { code: appCode(secret, house.clock.now) })
  })

  it('is confirmed by one of many calls at once', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const { secret } = await house.ask(enrolApp, {}, call)
    const code = appCode(secret, house.clock.now)
    const confirm = () => house.ask(confirmApp, { code }, call)
    const tries = await Promise.allSettled(Array.from({ length: 10 }, confirm))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })

  it('can be switched off, unless a factor is required', async () => {
    const house = await newHouse(engine)
    const { call, recoveryCodes } = await withApp(house)
    await bothVerified(house)
    expect(await house.ask(mySecurity, {}, call)).toMatchObject({ twoFactor: { required: true } })
    expect(await failure(house.run(disableApp, {}, call))).toMatchObject({ code: 'illegal_state' })
    const other = await newHouse(engine)
    const app = await withApp(other)
    expect(await other.ask(disableApp, {}, app.call)).toEqual({ disabled: true })
    await signIn(other)
    expect(await failure(other.run(disableApp, {}, app.call))).toMatchObject({
      code: 'illegal_state',
    })
    expect(recoveryCodes).toHaveLength(10)
  })

  it('and recovery codes are changed only with a fresh proof', async () => {
    const house = await newHouse(engine)
    const { call } = await withApp(house)
    pass(house, minutes(6))
    for (const operation of [enrolApp, disableApp, renewRecoveryCodes]) {
      expect(await failure(house.run(operation, {}, call))).toMatchObject(stale)
    }
  })

  it('is made by no dry run, which shows no secret', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const dry = { ...call, dryRun: true }
    expect(await house.ask(enrolApp, {}, dry)).toEqual({ secret: null, uri: null })
    expect(await house.ask(renewRecoveryCodes, {}, dry)).toEqual({ recoveryCodes: null })
    const { twoFactor } = await house.ask(mySecurity, {}, call)
    expect(twoFactor).toMatchObject({ app: null, pending: false })
  })
})

onEveryEngine('recovery codes', engine => {
  it('are made by init, and ask nobody for a factor yet', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    expect(await house.ask(mySecurity, {}, call)).toMatchObject({
      recoveryCodesLeft: 10,
      twoFactor: { required: false, methods: [], app: null },
    })
  })

  it('are replaced as a whole, told by email, and kept as digests only', async () => {
    const house = await newHouse(engine)
    const { call, recoveryCodes: before } = await withApp(house)
    const { recoveryCodes } = await house.ask(renewRecoveryCodes, {}, call)
    expect(recoveryCodes).toHaveLength(10)
    expect(new Set([...recoveryCodes, ...before]).size).toBe(20)
    for (const code of recoveryCodes) expect(code).toMatch(/^[a-z2-9]{5}-[a-z2-9]{5}$/)
    expect(await failure(signIn(house, { code: before[0] }))).toMatchObject(needsCode)
    await signIn(house, { code: recoveryCodes[0] })
    expect(await house.ask(mySecurity, {}, call)).toMatchObject({ recoveryCodesLeft: 9 })
    expect((await messagesOf(house)).at(-1)).toMatchObject({ template: 'team.recovery-codes' })
    const everything = await dump(house)
    for (const code of recoveryCodes) expect(everything).not.toContain(code)
  })
})

onEveryEngine('me.security', engine => {
  it('shows what is enrolled, the sessions that hold, and the last sign-ins', async () => {
    const house = await newHouse(engine)
    const { call, code } = await withApp(house)
    const other = await signIn(house, { code: code(), host: 'laptop' })
    expect(await house.ask(mySecurity, {}, call)).toMatchObject({
      twoFactor: { methods: ['app', 'recovery'], app: { confirmedAt: expect.any(String) } },
      recoveryCodesLeft: 10,
      sessions: [{ id: other.id, current: false, host: 'laptop' }, { current: true }],
      signIns: [{ id: other.id }, { current: true }],
    })
  })
})

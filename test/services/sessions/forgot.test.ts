import { expect, it } from 'vitest'
import { changePassword } from '../../../src/services/me/password.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { forgotPassword } from '../../../src/services/sessions/forgot.ts'
import { listSessions } from '../../../src/services/sessions/list.ts'
import { redeemForgot } from '../../../src/services/sessions/redeem-forgot.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { dump, messagesOf } from '../../support/people.ts'
import { login, minutes, nobody, owner, pass, sentCode, signIn } from '../../support/sign-in.ts'

const newPassword = 'kettle orbit walnut'
const notAccepted = { code: 'not_signed_in', message: 'This code does not work.' }

const ask = (house: House, email = owner) => house.ask(forgotPassword, { email }, nobody)

const redeem = (house: House, code: string, more: Record<string, unknown> = {}) =>
  house.ask(redeemForgot, { email: owner, code, newPassword, ...more }, nobody)

onEveryEngine('sessions.forgot', engine => {
  it('sends a code by which a new password is set, once, and every session ends', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    await ask(house)
    const code = await sentCode(house, 'team.forgot-code')
    expect(await dump(house)).not.toContain(code)
    expect(await redeem(house, code)).toMatchObject({ sessionsEnded: 1 })
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject({
      code: 'not_signed_in',
    })
    expect(await failure(signIn(house))).toMatchObject({ code: 'not_signed_in' })
    await signIn(house, { password: newPassword })
    expect(await failure(redeem(house, code))).toMatchObject(notAccepted)
    const templates = (await messagesOf(house)).map(({ template }) => template)
    expect(templates).toEqual(['team.forgot-code', 'team.password-changed'])
  })

  it('says the same whether it knows the person or not', async () => {
    const house = await newHouse(engine)
    expect(await ask(house, 'who@acme.test')).toEqual(await ask(house))
    expect(await messagesOf(house)).toHaveLength(1)
    const wrong = await failure(redeem(house, 'x'.repeat(20)))
    expect(wrong).toMatchObject(notAccepted)
    const unknown = { email: 'who@acme.test' }
    expect(await failure(redeem(house, 'x'.repeat(20), unknown))).toEqual(wrong)
  })

  it('tells nothing by a dry run', async () => {
    const house = await newHouse(engine)
    const dry = { ...nobody, dryRun: true }
    const calls = [
      house.run(forgotPassword, { email: owner }, dry),
      house.run(redeemForgot, { email: owner, code: 'x', newPassword }, dry),
    ]
    for (const call of calls) expect(await failure(call)).toMatchObject({ field: 'dryRun' })
  })

  it('sends a code that works for half an hour', async () => {
    const house = await newHouse(engine)
    await ask(house)
    const code = await sentCode(house, 'team.forgot-code')
    pass(house, minutes(30))
    expect(await failure(redeem(house, code))).toMatchObject(notAccepted)
  })

  it('sends one that the next one and a change of the password make void', async () => {
    const house = await newHouse(engine)
    await ask(house)
    const first = await sentCode(house, 'team.forgot-code')
    await ask(house)
    expect(await failure(redeem(house, first))).toMatchObject(notAccepted)
    const second = await sentCode(house, 'team.forgot-code')
    const { call } = await signIn(house)
    await house.ask(changePassword, { current: password, new: newPassword }, call)
    expect(await failure(redeem(house, second))).toMatchObject(notAccepted)
  })

  it('keeps the code good when the new password is not', async () => {
    const house = await newHouse(engine)
    await ask(house)
    const code = await sentCode(house, 'team.forgot-code')
    for (const bad of ['short', 'password123', 'owner@acme.test', 'Acme2026']) {
      expect(await failure(redeem(house, code, { newPassword: bad }))).toMatchObject({
        code: 'invalid_input',
        field: 'newPassword',
      })
    }
    await redeem(house, code)
  })

  it('takes a code of many at once one time, and nobody has to wait afterwards', async () => {
    const house = await newHouse(engine)
    const guess = () => house.ask(createSession, { ...login, password: 'a guess' }, nobody)
    for (let tries = 0; tries < 4; tries += 1) await failure(guess())
    await ask(house)
    const code = await sentCode(house, 'team.forgot-code')
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => redeem(house, code)))
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await signIn(house, { password: newPassword })
  })
})

import { expect, it } from 'vitest'
import { myEmail } from '../../../src/services/me/email.ts'
import { myPhone } from '../../../src/services/me/phone.ts'
import { forgotPassword } from '../../../src/services/sessions/forgot.ts'
import { redeemForgot } from '../../../src/services/sessions/redeem-forgot.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { dump, messagesOf } from '../../support/people.ts'
import { minutes, nobody, owner, pass, seconds, sentCode, signIn } from '../../support/sign-in.ts'

const stale = { code: 'not_allowed', details: { needs: 'fresh-factor' } }
const told = async (house: Parameters<typeof messagesOf>[0], template: string) =>
  (await messagesOf(house))
    .filter(message => message.template === template)
    .map(({ channel, recipient }) => `${channel} ${recipient}`)

onEveryEngine('me.email', engine => {
  it('verifies the address by the code that was sent to it', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const codeExpiresAt = new Date(house.clock.now.getTime() + minutes(10)).toISOString()
    expect(await house.ask(myEmail, {}, call)).toMatchObject({
      emailVerifiedAt: null,
      codeExpiresAt,
    })
    expect(await failure(house.run(myEmail, { code: '12345' }, call))).toMatchObject({
      code: 'not_signed_in',
      details: { needs: 'code' },
    })
    const code = await sentCode(house, 'team.email-code')
    expect(await house.ask(myEmail, { code }, call)).toMatchObject({
      emailVerifiedAt: house.clock.now.toISOString(),
      codeExpiresAt: null,
    })
    expect(await failure(house.run(myEmail, {}, call))).toMatchObject({ code: 'illegal_state' })
    expect(await dump(house)).not.toContain(`"${code}"`)
  })

  it('sends codes a minute apart, and counts guesses at them', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    await house.ask(myEmail, {}, call)
    expect(await failure(house.run(myEmail, {}, call))).toMatchObject({
      code: 'conflict',
      details: { retryAfter: 60 },
    })
    const guess = () => failure(house.run(myEmail, { code: '12345' }, call))
    for (let tries = 0; tries < 3; tries += 1) await guess()
    expect(await guess()).toMatchObject({ message: 'There were too many tries.' })
    pass(house, seconds(2))
    await house.ask(myEmail, { code: await sentCode(house, 'team.email-code') }, call)
  })

  it('changes the address: unverified, both told, and codes to the old one void', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    await house.ask(myEmail, {}, call)
    const code = await sentCode(house, 'team.email-code')
    await house.ask(forgotPassword, { email: owner }, nobody)
    const forgot = await sentCode(house, 'team.forgot-code')
    const email = 'grace@acme.test'
    expect(await house.ask(myEmail, { new: email }, call)).toMatchObject({
      email,
      emailVerifiedAt: null,
    })
    expect(await told(house, 'team.email-changed')).toEqual([`email ${owner}`, `email ${email}`])
    expect(await failure(house.run(myEmail, { code }, call))).toMatchObject({
      code: 'not_signed_in',
    })
    const redeem = { email, code: forgot, newPassword: 'kettle orbit walnut' }
    expect(await failure(house.run(redeemForgot, redeem, nobody))).toMatchObject({
      code: 'not_signed_in',
    })
    await signIn(house, { email })
    expect(await failure(signIn(house))).toMatchObject({ code: 'not_signed_in' })
  })

  it('asks for a fresh proof to change the address, and for none to verify it', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    pass(house, minutes(6))
    await house.ask(myEmail, {}, call)
    const change = house.run(myEmail, { new: 'grace@acme.test' }, call)
    expect(await failure(change)).toMatchObject(stale)
    expect(
      await failure(house.run(myEmail, { new: 'a@b.example', code: '1' }, call)),
    ).toMatchObject(stale)
  })

  it('keeps a verified address that is only written in other letters', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    await house.ask(myEmail, {}, call)
    await house.ask(myEmail, { code: await sentCode(house, 'team.email-code') }, call)
    const same = await house.ask(myEmail, { new: 'Owner@Acme.test' }, call)
    expect(same).toMatchObject({ email: 'Owner@Acme.test', emailVerifiedAt: expect.any(String) })
    expect(await told(house, 'team.email-changed')).toEqual([])
  })

  it('takes a new address or a code, not both', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const both = house.run(myEmail, { new: 'a@b.example', code: '1' }, call)
    expect(await failure(both)).toMatchObject({ code: 'invalid_input', field: 'code' })
  })
})

onEveryEngine('me.phone', engine => {
  it('takes a number, sends it a code by SMS, and is verified by that', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    expect(await failure(house.run(myPhone, {}, call))).toMatchObject({
      code: 'illegal_state',
      hint: expect.stringContaining('steward me phone --new'),
    })
    const phone = '+255712345678'
    expect(await house.ask(myPhone, { new: '+255 712 345 678' }, call)).toMatchObject({
      phone,
      phoneVerifiedAt: null,
    })
    await house.ask(myPhone, {}, call)
    expect(await told(house, 'team.phone-code')).toEqual([`sms ${phone}`])
    const code = await sentCode(house, 'team.phone-code')
    expect(await house.ask(myPhone, { code }, call)).toMatchObject({
      phoneVerifiedAt: house.clock.now.toISOString(),
    })
  })

  it('tells both numbers and the mailbox of a change', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const [before, after] = ['+255712345678', '+255712345679']
    await house.ask(myPhone, { new: before }, call)
    await house.ask(myPhone, { new: after }, call)
    expect((await told(house, 'team.phone-changed')).slice(2)).toEqual([
      `email ${owner}`,
      `sms ${before}`,
      `sms ${after}`,
    ])
  })

  it('refuses what is no number, and asks for a fresh proof', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    expect(await failure(house.run(myPhone, { new: '12345' }, call))).toMatchObject({
      field: 'new',
    })
    pass(house, minutes(6))
    const change = house.run(myPhone, { new: '+255712345678' }, call)
    expect(await failure(change)).toMatchObject(stale)
  })
})

import { expect, it } from 'vitest'
import { confirmApp } from '../../../src/services/me/two-factor-confirm.ts'
import { disableApp } from '../../../src/services/me/two-factor-disable.ts'
import { enrolApp } from '../../../src/services/me/two-factor-enrol.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { acceptInvitation } from '../../../src/services/sessions/accept-invitation.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { forgotPassword } from '../../../src/services/sessions/forgot.ts'
import { redeemForgot } from '../../../src/services/sessions/redeem-forgot.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { editSupervisor } from '../../../src/services/team/edit.ts'
import { inviteSupervisor } from '../../../src/services/team/invite.ts'
import { listTeam } from '../../../src/services/team/list.ts'
import { refreshTwoFactor } from '../../../src/services/team/refresh-2fa.ts'
import { resendInvitation } from '../../../src/services/team/resend-invitation.ts'
import { resetPassword } from '../../../src/services/team/reset-password.ts'
import { showSupervisor } from '../../../src/services/team/show.ts'
import { signOut } from '../../../src/services/team/sign-out.ts'
import { unlockSupervisor } from '../../../src/services/team/unlock.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { dump, messagesOf } from '../../support/people.ts'
import { appCode, minutes, nobody, pass, sentCode } from '../../support/sign-in.ts'
import { firstSignIn, member, ownPassword, signedIn } from '../../support/team.ts'
import { eventsOf } from '../../support/trial.ts'

const days = (count: number) => count * 86_400_000
const from = { device: 'Steward on Linux', host: 'desk' }
const sam = { supervisor: 'sam@acme.test' }

const tryIn = (house: House, given: Record<string, unknown>, call = {}) =>
  house.ask(createSession, { email: 'sam@acme.test', ...from, ...given }, { ...nobody, ...call })

const refused = (house: House, given: Record<string, unknown>, call = {}) =>
  failure(tryIn(house, given, call))

onEveryEngine('a password made for somebody', engine => {
  it('signs in only together with one of their own, and once', async () => {
    const house = await newHouse(engine)
    const { password } = await member(house)
    expect(await refused(house, { password })).toMatchObject({ details: { needs: 'new-password' } })
    for (const newPassword of ['password', 'sam@acme.test', password]) {
      const bad = await refused(house, { password, newPassword })
      expect(bad).toMatchObject({ code: 'invalid_input', field: 'newPassword' })
    }
    await tryIn(house, { password, newPassword: ownPassword })
    expect(await refused(house, { password })).toMatchObject({ code: 'not_signed_in' })
    await tryIn(house, { password: ownPassword })
    const again = await refused(house, { password: ownPassword, newPassword: 'two green owls hum' })
    expect(again).toMatchObject({ code: 'illegal_state' })
    const { passwordExpiresAt } = await house.ask(showSupervisor, sam)
    expect(passwordExpiresAt).toBeNull()
  })

  it('is void after some days, as the setting has it', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'team.temporaryPasswordDays', value: '2' })
    const { password } = await member(house)
    pass(house, days(2))
    const given = { password, newPassword: ownPassword }
    expect(await refused(house, given)).toMatchObject({
      code: 'not_signed_in',
      message: expect.stringContaining('no longer good'),
    })
    await house.ask(forgotPassword, { email: 'sam@acme.test' }, nobody)
    const code = await sentCode(house, 'team.forgot-code')
    const redeem = { email: 'sam@acme.test', code, newPassword: ownPassword }
    await house.ask(redeemForgot, redeem, nobody)
    await tryIn(house, { password: ownPassword })
  })

  it('is made anew or a code is mailed by a reset, which signs out everywhere', async () => {
    const house = await newHouse(engine)
    const { call } = await signedIn(house, {})
    const made = await house.ask(resetPassword, { ...sam, generate: true })
    expect(made).toMatchObject({ sentTo: null, sessionsEnded: 1 })
    expect(await failure(house.ask(whoami, {}, call))).toMatchObject({ code: 'not_signed_in' })
    expect(await refused(house, { password: ownPassword })).toMatchObject({ code: 'not_signed_in' })
    const { password } = made
    await tryIn(house, { password, newPassword: 'two green owls hum' })
    const mailed = await house.ask(resetPassword, sam)
    expect(mailed).toMatchObject({ sentTo: 'sam@acme.test', password: null, sessionsEnded: 1 })
    const code = await sentCode(house, 'team.password-voided')
    const redeem = { email: 'sam@acme.test', code, newPassword: ownPassword }
    await house.ask(redeemForgot, redeem, nobody)
    expect(await failure(house.ask(redeemForgot, redeem, nobody))).toMatchObject({
      code: 'not_signed_in',
    })
    await tryIn(house, { password: ownPassword })
  })
})

onEveryEngine('an invitation', engine => {
  it('sets a password once, within seven days, and only the last one sent', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(inviteSupervisor, { email: 'sam@acme.test', role: 'support' })
    expect(made).toMatchObject({ status: 'invited', invitationSentTo: 'sam@acme.test' })
    const first = await sentCode(house, 'team.invitation')
    expect(await dump(house)).not.toContain(first)
    await house.ask(resendInvitation, sam)
    const second = await sentCode(house, 'team.invitation')
    const accept = (invitation: string) =>
      house.ask(acceptInvitation, { invitation, newPassword: ownPassword }, nobody)
    expect(await failure(accept(first))).toMatchObject({ code: 'not_signed_in' })
    pass(house, days(7))
    expect(await failure(accept(second))).toMatchObject({ code: 'not_signed_in' })
    await house.ask(resendInvitation, sam)
    const third = await sentCode(house, 'team.invitation')
    expect(await accept(third)).toMatchObject({ email: 'sam@acme.test' })
    expect(await failure(accept(third))).toMatchObject({ code: 'not_signed_in' })
    await tryIn(house, { password: ownPassword })
    expect(await house.ask(showSupervisor, sam)).toMatchObject({
      status: 'active',
      emailVerified: true,
    })
    expect(await failure(house.ask(resendInvitation, sam))).toMatchObject({ code: 'illegal_state' })
  })

  it('of an address that changed lets nobody in; the new address is sent one', async () => {
    const house = await newHouse(engine)
    await house.ask(inviteSupervisor, { email: 'typo@acme.test', role: 'support' })
    const first = await sentCode(house, 'team.invitation')
    const { email, userName } = await house.ask(editSupervisor, {
      supervisor: 'typo@acme.test',
      email: 'sam@acme.test',
    })
    expect([email, userName]).toEqual(['sam@acme.test', 'sam@acme.test'])
    const given = { invitation: first, newPassword: ownPassword }
    expect(await failure(house.ask(acceptInvitation, given, nobody))).toMatchObject({
      code: 'not_signed_in',
    })
    const invitation = await sentCode(house, 'team.invitation')
    await house.ask(acceptInvitation, { ...given, invitation }, nobody)
    await tryIn(house, { password: ownPassword })
  })
})

onEveryEngine('a required second factor', engine => {
  it('leaves nothing to do but to enrol it, and is not given up by oneself', async () => {
    const house = await newHouse(engine)
    const made = await member(house, { role: 'administrator', twoFactor: true })
    const { call, mustEnrol } = await firstSignIn(house, made)
    expect(mustEnrol).toBe(true)
    await house.ask(whoami, {}, call)
    expect(await failure(house.ask(listTeam, {}, call))).toMatchObject({
      code: 'not_allowed',
      details: { needs: 'two-factor' },
    })
    const { secret } = await house.ask(enrolApp, {}, call)
    await house.ask(confirmApp, { code: appCode(secret, house.clock.now) }, call)
    await house.ask(listTeam, {}, call)
    expect(await failure(house.ask(disableApp, {}, call))).toMatchObject({ code: 'illegal_state' })
    const lift = house.ask(editSupervisor, { ...sam, twoFactor: false }, call)
    expect(await failure(lift)).toMatchObject({ details: { self: true } })
  })

  it('that is retired takes app, recovery codes and sessions with it', async () => {
    const house = await newHouse(engine)
    const { call } = await signedIn(house, {})
    expect(
      await failure(house.ask(refreshTwoFactor, { ...sam, reason: 'lost phone' })),
    ).toMatchObject({ code: 'illegal_state' })
    const { secret } = await house.ask(enrolApp, {}, call)
    const confirm = { code: appCode(secret, house.clock.now) }
    const { recoveryCodes } = await house.ask(confirmApp, confirm, call)
    pass(house, minutes(1))
    await house.ask(refreshTwoFactor, { ...sam, reason: 'lost phone' })
    expect(await failure(house.ask(whoami, {}, call))).toMatchObject({ code: 'not_signed_in' })
    const code = recoveryCodes[0]
    const { token, mustEnrol } = await tryIn(house, { password: ownPassword, code })
    expect(mustEnrol).toBe(true)
    const anew = { credential: { kind: 'session' as const, token } }
    expect(await failure(house.ask(listTeam, {}, anew))).toMatchObject({
      details: { needs: 'two-factor' },
    })
    const templates = (await messagesOf(house)).map(({ template }) => template)
    expect(templates).toContain('team.two-factor-retired')
  })
})

onEveryEngine('a locked sign-in', engine => {
  it('comes of too many wrong guesses, spares what goes on, and is lifted by others or by mail', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'team.lockAfterGuesses', value: '4' })
    const { call } = await signedIn(house, {})
    const guess = async () => {
      pass(house, minutes(1))
      return refused(house, { password: 'not this one' })
    }
    const lockIt = async () => {
      for (const _ of [1, 2, 3, 4]) await guess()
      expect(await house.ask(showSupervisor, sam)).toMatchObject({ status: 'locked' })
    }
    await lockIt()
    expect((await eventsOf(house)).at(-1)).toMatchObject({
      type: 'sessions.create',
      status: 'refused',
    })
    await house.ask(whoami, {}, call)
    pass(house, minutes(1))
    const right = { password: ownPassword }
    expect(await refused(house, right)).toEqual(await guess())
    await house.ask(unlockSupervisor, sam)
    await tryIn(house, right)
    await lockIt()
    await house.ask(forgotPassword, { email: 'sam@acme.test' }, nobody)
    const code = await sentCode(house, 'team.forgot-code')
    const newPassword = 'two green owls hum'
    await house.ask(redeemForgot, { email: 'sam@acme.test', code, newPassword }, nobody)
    await tryIn(house, { password: newPassword })
    const templates = (await messagesOf(house)).map(({ template }) => template)
    expect(templates.filter(one => one === 'team.locked')).toHaveLength(2)
    expect(templates).toContain('team.unlocked')
  })

  it('never comes to the last owner, whom nobody could help', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'team.lockAfterGuesses', value: '2' })
    for (const _ of [1, 2, 3]) {
      pass(house, minutes(1))
      await refused(house, { email: 'owner@acme.test', password: 'not this one' })
    }
    expect(await house.ask(showSupervisor, { supervisor: house.ownerId })).toMatchObject({
      status: 'active',
    })
  })

  it('or not, what was counted is forgotten when somebody unlocks', async () => {
    const house = await newHouse(engine)
    const made = await member(house)
    expect(await failure(house.ask(unlockSupervisor, sam))).toMatchObject({
      details: { already: true },
    })
    for (const _ of [1, 2, 3]) await refused(house, { password: 'not this one' })
    expect(await refused(house, { password: made.password })).toMatchObject({
      message: 'There were too many tries.',
    })
    await house.ask(unlockSupervisor, sam)
    await firstSignIn(house, made)
  })
})

onEveryEngine('signing in at a provider', engine => {
  it('finds the people of that provider, and says nothing of which there are', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    const north = { provider: 'north' }
    const made = await member(house, { role: 'administrator' }, north)
    // The same address is somebody else's elsewhere.
    await member(house)
    const given = { password: made.password, newPassword: ownPassword }
    const wrong = await refused(house, given)
    expect(wrong).toMatchObject({ code: 'not_signed_in' })
    expect(await refused(house, given, { provider: 'no-such' })).toEqual(wrong)
    const { call } = await firstSignIn(house, made, north)
    expect(await house.ask(whoami, {}, call)).toMatchObject({
      provider: { reference: 'north', isDefault: false },
    })
    const { data } = await house.ask(listTeam, {}, call)
    expect(data.map((one: { id: string }) => one.id)).toEqual([made.id])
    expect(await failure(house.ask(showSupervisor, sam))).toMatchObject({ code: 'conflict' })
    const twice = { email: 'sam@acme.test', role: 'support' }
    expect(await failure(house.ask(createSupervisor, twice, call))).toMatchObject({
      code: 'conflict',
      details: { id: made.id },
    })
    expect(await house.ask(signOut, { supervisor: made.id })).toMatchObject({ sessionsEnded: 1 })
    expect(await failure(house.ask(whoami, {}, call))).toMatchObject({ code: 'not_signed_in' })
  })
})

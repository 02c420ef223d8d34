import { expect, it } from 'vitest'
import { changePassword } from '../../../src/services/me/password.ts'
import { listSessions } from '../../../src/services/sessions/list.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { messagesOf } from '../../support/people.ts'
import { owner, pass, seconds, signIn } from '../../support/sign-in.ts'

const next = 'kettle orbit walnut'
const over = { code: 'not_signed_in' }

onEveryEngine('me.password', engine => {
  it('changes it, ends the other sessions, keeps this one, and is told by email', async () => {
    const house = await newHouse(engine)
    const other = await signIn(house)
    const { call } = await signIn(house)
    const changed = await house.ask(changePassword, { current: password, new: next }, call)
    expect(changed).toEqual({ changedAt: house.clock.now.toISOString(), sessionsEnded: 1 })
    await house.ask(listSessions, {}, call)
    expect(await failure(house.run(listSessions, {}, other.call))).toMatchObject(over)
    expect(await failure(signIn(house))).toMatchObject(over)
    await signIn(house, { password: next })
    expect(await messagesOf(house)).toMatchObject([
      { template: 'team.password-changed', recipient: owner },
    ])
  })

  it('asks for the present one, and counts guesses at it', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const guess = () => failure(house.run(changePassword, { current: 'a guess', new: next }, call))
    for (let tries = 0; tries < 3; tries += 1) {
      expect(await guess()).toMatchObject({ message: 'The present password is not right.' })
    }
    expect(await guess()).toMatchObject({ message: 'There were too many tries.' })
    pass(house, seconds(2))
    await house.ask(changePassword, { current: password, new: next }, call)
  })

  it('takes none that is well known or about its owner, and a mixture where that is set', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const change = (to: string) => house.run(changePassword, { current: password, new: to }, call)
    for (const bad of ['password123', 'acme2026', owner]) {
      expect(await failure(change(bad))).toMatchObject({ code: 'invalid_input', field: 'new' })
      pass(house, seconds(60))
    }
    await house.ask(setSetting, { key: 'team.passwordComposition', value: true })
    expect(await failure(change(next))).toMatchObject({ message: expect.stringMatching('symbol') })
    pass(house, seconds(60))
    await change('Kettle Orbit 7')
  })
})

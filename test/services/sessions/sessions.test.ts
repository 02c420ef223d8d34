import { expect, it } from 'vitest'
import { createKey } from '../../../src/services/keys/create.ts'
import { listKeys } from '../../../src/services/keys/list.ts'
import { endSession } from '../../../src/services/sessions/end.ts'
import { listSessions } from '../../../src/services/sessions/list.ts'
import { refreshSession } from '../../../src/services/sessions/refresh.ts'
import { revokeSession } from '../../../src/services/sessions/revoke.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { minutes, pass, seconds, signIn, withApp } from '../../support/sign-in.ts'

const over = { code: 'not_signed_in', message: 'Your session is over.' }
const stale = { code: 'not_allowed', details: { needs: 'fresh-factor' } }
const hours = (count: number) => minutes(60 * count)

onEveryEngine('a session', engine => {
  it('acts for its owner', async () => {
    const house = await newHouse(engine)
    const { call, id } = await signIn(house)
    const { data } = await house.ask(listSessions, {}, call)
    expect(data).toMatchObject([{ id, current: true, endedAt: null }])
  })

  it('ends after half an hour in which nothing was done', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    pass(house, minutes(30) - 1)
    await house.ask(listSessions, {}, call)
    pass(house, 1)
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject(over)
  })

  it('ends after twelve hours, however busy', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'team.idleMinutes', value: 1440 })
    const { call } = await signIn(house)
    pass(house, hours(12) - 1)
    await house.ask(listSessions, {}, call)
    pass(house, 1)
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject(over)
  })

  it('goes by the limits that are set', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'team.idleMinutes', value: 5 })
    const { call } = await signIn(house)
    pass(house, minutes(5))
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject(over)
  })

  it('can be revoked from another one, and is over with its very next call', async () => {
    const house = await newHouse(engine)
    const lost = await signIn(house)
    const mine = await signIn(house)
    await house.ask(revokeSession, { session: lost.id }, mine.call)
    expect(await failure(house.run(listSessions, {}, lost.call))).toMatchObject(over)
    const { data } = await house.ask(listSessions, {}, mine.call)
    expect(data.map(({ id }: { id: string }) => id)).toEqual([mine.id])
    expect(await failure(house.run(revokeSession, { session: lost.id }, mine.call))).toMatchObject({
      code: 'illegal_state',
    })
  })

  it('that has ended stays so when the clock is set back', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    await house.ask(endSession, {}, call)
    pass(house, -hours(1))
    expect(await failure(house.run(listSessions, {}, call))).toMatchObject(over)
  })

  it('is nothing that a key has', async () => {
    const house = await newHouse(engine)
    for (const operation of [listSessions, endSession, refreshSession]) {
      expect(await failure(house.run(operation))).toMatchObject({
        code: 'not_allowed',
        details: { needs: 'session' },
        hint: expect.stringContaining('STEWARD_API_KEY'),
      })
    }
  })
})

onEveryEngine('sensitive work', engine => {
  it('is open for five minutes after signing in, then asks for a fresh proof', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    pass(house, minutes(5))
    await house.ask(createKey, { name: 'first' }, call)
    pass(house, 1)
    expect(await failure(house.run(createKey, { name: 'second' }, call))).toMatchObject(stale)
    await house.ask(listKeys, {}, call)
  })

  it('asks a key for nothing but its permission', async () => {
    const house = await newHouse(engine)
    pass(house, hours(1))
    await house.ask(createKey, { name: 'by a key' })
  })

  it('is open again by the password where no factor is enrolled', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    pass(house, minutes(6))
    expect(await failure(house.run(refreshSession, {}, call))).toMatchObject({
      details: { needs: 'password', methods: [] },
    })
    expect(await failure(house.run(refreshSession, { password: 'a guess' }, call))).toMatchObject({
      code: 'not_signed_in',
    })
    expect(await failure(house.run(createKey, { name: 'x' }, call))).toMatchObject(stale)
    await house.ask(refreshSession, { password }, call)
    await house.ask(createKey, { name: 'x' }, call)
  })

  it('is open again by a code where an app is in force, not by the password', async () => {
    const house = await newHouse(engine)
    const { call, code, recoveryCodes } = await withApp(house)
    pass(house, minutes(6))
    for (const proof of [{ password }, { code: '000000' }]) {
      expect(await failure(house.run(refreshSession, proof, call))).toMatchObject({
        details: { needs: 'code' },
      })
    }
    const used = { code: code() }
    await house.ask(refreshSession, used, call)
    await house.ask(createKey, { name: 'by code' }, call)
    pass(house, minutes(6))
    expect(await failure(house.run(refreshSession, used, call))).toMatchObject({
      details: { needs: 'code' },
    })
    await house.ask(refreshSession, { code: recoveryCodes[0] }, call)
    await house.ask(createKey, { name: 'by recovery code' }, call)
  })

  it('counts guesses at a fresh proof', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    const guess = () => failure(house.run(refreshSession, { password: 'a guess' }, call))
    for (let tries = 0; tries < 3; tries += 1) await guess()
    expect(await guess()).toMatchObject({ message: 'There were too many tries.' })
    pass(house, seconds(2))
    await house.ask(refreshSession, { password }, call)
  })

  it('is what decides who gets in among the settings, and no other of them', async () => {
    const house = await newHouse(engine)
    const { call } = await signIn(house)
    pass(house, minutes(6))
    await house.ask(setSetting, { key: 'siteName', value: 'Acme' }, call)
    for (const [key, value] of [
      ['team.sessionHours', 24],
      ['platform.url', 'https://evil.example'],
    ]) {
      expect(await failure(house.run(setSetting, { key, value }, call))).toMatchObject(stale)
    }
  })
})

/** People from other systems: their fixtures follow the schemas that Keycloak and Auth0 publish. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { importConsumer } from '../../../src/services/consumers/import.ts'
import { setPassword } from '../../../src/services/consumers/set-password.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { signIn } from '../../../src/services/consumers/sign-in.ts'
import { failure, type House, newHouse, onEveryEngine, password } from '../../support/house.ts'
import { bringOne, dump, readAll } from '../../support/people.ts'
import { lastEvent, peopleOf } from '../../support/trial.ts'

const nobody: Partial<Call> = { credential: { kind: 'none' } }

const fixture = (name: string) => readAll(readFileSync(`test/fixtures/${name}`), { name }, 1000)

/** The whole file into the house; how each row ended, and what was left behind. */
const bringFile = async (house: House, name: string) => {
  const read = await fixture(name)
  const rows = read.flatMap(row => ('raw' in row ? [{ key: String(row.line), raw: row.raw }] : []))
  const outcomes = await house.runEach(importConsumer, rows)
  const ends = outcomes.map(
    ({ outcome, error }) => error?.message ?? (outcome!.value as { outcome: string }).outcome,
  )
  return { ends, left: read.flatMap(row => ('left' in row && row.left) || []) }
}

const shown = (house: House, consumer: string) => house.ask(showConsumer, { consumer })

onEveryEngine('a realm of Keycloak', engine => {
  it('becomes people with their passwords; what has no place is named, and twice is once', async () => {
    const house = await newHouse(engine)
    const { ends, left } = await bringFile(house, 'realm-export.json')
    expect(ends).toEqual(['created', 'created', 'created', 'created'])
    expect(new Set(left)).toEqual(
      new Set([
        ...['username', 'attributes.department', 'attributes.nicknames', 'social identity google'],
        ...['role support', 'role shop/buyer', 'group /staff', 'credential otp', 'totp'],
        ...['required action UPDATE_PASSWORD', 'service account'],
      ]),
    )
    expect(await shown(house, 'nia@example.org')).toMatchObject({
      externalId: '4f3c1c3e-51b5-4d2c-8f7c-5d7a3b1d0001',
      name: 'Nia Mwangi',
      phone: '+254712345678',
      language: 'sw',
      createdAt: '2023-07-12T14:30:00.123Z',
      emailVerified: true,
      status: 'active',
      passwordAlgorithm: 'pbkdf2-sha256',
      passwordImported: true,
    })
    expect(await shown(house, 'otto@example.org')).toMatchObject({
      name: 'Otto',
      status: 'suspended',
      statusReason: 'Disabled in Keycloak.',
      passwordAlgorithm: 'pbkdf2-sha512',
    })
    expect(await shown(house, 'pia@example.org')).toMatchObject({
      name: 'pia',
      passwordAlgorithm: 'pbkdf2-sha1',
    })
    expect((await bringFile(house, 'realm-export.json')).ends).toEqual(ends.map(() => 'skipped'))
  })

  it('signs in with the old password, whatever made its hash, and has ours from then on', async () => {
    const house = await newHouse(engine)
    await bringFile(house, 'realm-export.json')
    for (const email of ['nia@example.org', 'pia@example.org', 'quin@example.org']) {
      expect(await failure(house.run(signIn, { email, password: 'wrong' }, nobody))).toMatchObject({
        code: 'not_signed_in',
      })
      const before = (await peopleOf(house)).find(row => row.email === email)!.passwordHash!
      expect(await house.ask(signIn, { email, password }, nobody)).toMatchObject({
        mustChangePassword: false,
      })
      const after = (await peopleOf(house)).find(row => row.email === email)!.passwordHash
      expect(after).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
      expect(await dump(house)).not.toContain(before)
      const { detail } = await lastEvent(house)
      expect(detail.note).toMatchObject({ passwordRehashed: { to: 'argon2id' } })
      expect(Object.keys(detail.changes[0]!.after!)).toEqual(['lastSignInAt'])
      house.clock.now = new Date(house.clock.now.getTime() + 60_000)
      expect(await house.ask(signIn, { email, password }, nobody)).toBeTruthy()
      expect((await lastEvent(house)).detail.note).toBeNull()
    }
    const refused = await failure(
      house.run(signIn, { email: 'otto@example.org', password }, nobody),
    )
    expect(refused).toMatchObject({ code: 'not_allowed', hint: 'Disabled in Keycloak.' })
  })
})

onEveryEngine('users of Auth0', engine => {
  it('come in from their profiles, and get their passwords from the file of hashes', async () => {
    const house = await newHouse(engine)
    const { ends, left } = await bringFile(house, 'auth0.ndjson')
    expect(ends).toEqual(ends.map(() => 'created'))
    expect(left.toSorted()).toEqual([
      ...['app_metadata.plan', 'password hash md5', 'picture'],
      ...['social identity google-oauth2', 'user_metadata.theme'],
    ])
    expect(await shown(house, 'auth0|507f1f77bcf86cd799439011')).toMatchObject({
      name: 'Rosa Park',
      company: 'Park Ltd',
      phoneVerified: true,
      lastSignInAt: '2024-05-06T07:08:09.000Z',
      passwordAlgorithm: null,
    })
    expect(await shown(house, 'tove@example.org')).toMatchObject({
      name: 'tove',
      status: 'suspended',
      statusReason: 'Blocked in Auth0.',
      passwordAlgorithm: 'bcrypt',
    })
    expect((await bringFile(house, 'auth0-hashes.ndjson')).ends).toEqual(['updated'])
    for (const email of ['rosa@example.org', 'uma@example.org']) {
      expect(await house.ask(signIn, { email, password }, nobody)).toBeTruthy()
    }
    expect((await bringFile(house, 'auth0-hashes.ndjson')).ends).toEqual(['skipped'])
    expect((await bringFile(house, 'auth0.ndjson')).ends).toEqual(ends.map(() => 'skipped'))
  })
})

onEveryEngine('a password in an import', engine => {
  const one = async (house: House, raw: Record<string, unknown>) =>
    (await house.runEach(importConsumer, [{ key: '2', raw }]))[0]!

  it('is never put in the place of one that they have', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', email: 'ada@example.org' })
    await house.run(setPassword, { consumer: id, password, keep: true })
    const passwordHash = `$2b$10$${'a'.repeat(53)}`
    const { outcome } = await one(house, { email: 'ada@example.org', passwordHash })
    expect(outcome!.value).toMatchObject({ outcome: 'skipped' })
    expect(await shown(house, id)).toMatchObject({ passwordAlgorithm: 'argon2id' })
  })

  it('is refused in the clear, and is in no answer and no event', async () => {
    const house = await newHouse(engine)
    const plain = await one(house, { name: 'Ada', passwordHash: password })
    expect(plain.error).toMatchObject({ field: 'passwordHash' })
    const passwordHash = `$2b$10$${'b'.repeat(53)}`
    const { outcome } = await one(house, { name: 'Bob', passwordHash })
    expect(JSON.stringify(outcome)).not.toContain('bbbbb')
    expect(JSON.stringify((await lastEvent(house)).detail)).not.toContain('bbbbb')
  })
})

onEveryEngine('whoever is here already', engine => {
  it('is updated, left alone or refused, as is said', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', externalId: 'x', company: 'Old' })
    const row = { name: 'Ada', externalId: 'x', company: 'New' }
    const met = async (onConflict?: string) => {
      const [done] = await house.runEach(importConsumer, [
        { key: '2', raw: { ...row, onConflict } },
      ])
      return done!
    }
    expect((await met('skip')).outcome!.value).toMatchObject({ outcome: 'skipped' })
    expect((await met('fail')).error).toMatchObject({ code: 'conflict', details: { id } })
    expect(await shown(house, id)).toMatchObject({ company: 'Old' })
    expect((await met()).outcome!.value).toMatchObject({ outcome: 'updated' })
  })

  it('keeps a later sign-in than the file knows of', async () => {
    const house = await newHouse(engine)
    const { id } = await bringOne(house, { name: 'Ada', lastSignInAt: '2026-01-02T00:00:00.000Z' })
    await house.runEach(importConsumer, [{ key: '2', raw: { id, lastSignInAt: '2026-01-01' } }])
    expect(await shown(house, id)).toMatchObject({ lastSignInAt: '2026-01-02T00:00:00.000Z' })
  })
})

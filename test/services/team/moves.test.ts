import { expect, it } from 'vitest'
import { createKey } from '../../../src/services/keys/create.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { disableProvider } from '../../../src/services/providers/disable.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { deleteSupervisor } from '../../../src/services/team/delete.ts'
import { disableSupervisor } from '../../../src/services/team/disable.ts'
import { editSupervisor } from '../../../src/services/team/edit.ts'
import { enableSupervisor } from '../../../src/services/team/enable.ts'
import { listTeam } from '../../../src/services/team/list.ts'
import { refreshTwoFactor } from '../../../src/services/team/refresh-2fa.ts'
import { resetPassword } from '../../../src/services/team/reset-password.ts'
import { movesFrom, statuses } from '../../../src/services/team/rules.ts'
import { showSupervisor } from '../../../src/services/team/show.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { dump, messagesOf } from '../../support/people.ts'
import { firstSignIn, member, signedIn } from '../../support/team.ts'

const owner = 'owner@acme.test'

it('has one table of moves: every status but deleted can be left, and deleted never is', () => {
  expect(Object.fromEntries(statuses.map(status => [status, movesFrom(status)]))).toEqual({
    invited: ['accept', 'disable', 'delete'],
    active: ['disable', 'lock', 'delete'],
    disabled: ['enable', 'delete'],
    locked: ['disable', 'unlock', 'delete'],
    deleted: [],
  })
})

onEveryEngine('the team', engine => {
  it('is disabled from the very next command, with sessions and keys, and enabled again', async () => {
    const house = await newHouse(engine)
    const sam = await signedIn(house, { role: 'developer' })
    const { apiKey } = await house.ask(createKey, { name: 'nightly' }, sam.call)
    const byKey = { credential: { kind: 'apiKey' as const, key: apiKey } }
    expect(await house.ask(whoami, {}, byKey)).toMatchObject({ key: { name: 'nightly' } })
    const person = { supervisor: 'sam@acme.test' }
    expect(await house.ask(disableSupervisor, person)).toMatchObject({ status: 'disabled' })
    for (const call of [sam.call, byKey]) {
      expect(await failure(house.ask(whoami, {}, call))).toMatchObject({ code: 'not_signed_in' })
    }
    expect(await failure(house.ask(disableSupervisor, person))).toMatchObject({
      code: 'illegal_state',
      details: { already: true },
    })
    await house.ask(enableSupervisor, person)
    expect(await failure(house.ask(whoami, {}, sam.call))).toMatchObject({ code: 'not_signed_in' })
    await house.ask(whoami, {}, byKey)
    const templates = (await messagesOf(house)).map(({ template }) => template)
    expect(templates).toEqual(
      expect.arrayContaining(['team.created', 'team.disabled', 'team.enabled']),
    )
  })

  it('lets go of email and user name of whoever is deleted, who is listed no more', async () => {
    const house = await newHouse(engine)
    const { id } = await member(house, { userName: 'sam' })
    const again = { email: 'SAM@acme.test', name: 'Sam', role: 'auditor', userName: 'Sam' }
    expect(await failure(house.ask(createSupervisor, again))).toMatchObject({
      code: 'conflict',
      field: 'email',
      details: { id },
    })
    await house.ask(deleteSupervisor, { supervisor: 'sam' })
    const other = await house.ask(createSupervisor, again)
    expect(other.id).not.toBe(id)
    const { data } = await house.ask(listTeam, {})
    expect(data.map((one: { id: string }) => one.id)).toEqual([other.id, house.ownerId])
    const gone = await house.ask(listTeam, { filter: 'status=deleted' })
    expect(gone.data).toMatchObject([{ id, status: 'deleted' }])
    expect(await house.ask(showSupervisor, { supervisor: id })).toMatchObject({ status: 'deleted' })
    expect(await failure(house.ask(enableSupervisor, { supervisor: id }))).toMatchObject({
      code: 'illegal_state',
    })
  })

  it('lets nobody disable, delete or demote themselves, by a key of theirs neither', async () => {
    const house = await newHouse(engine)
    const boss = { role: 'owner', everyProvider: true }
    const two = await signedIn(house, { ...boss, email: 'two@acme.test' })
    const { apiKey } = await house.ask(createKey, { name: 'second' }, two.call)
    const byKey = { credential: { kind: 'apiKey' as const, key: apiKey } }
    const tries = [
      [disableSupervisor, {}],
      [deleteSupervisor, {}],
      [editSupervisor, { role: 'auditor' }],
      [editSupervisor, { everyProvider: false }],
    ] as const
    for (const call of [two.call, byKey]) {
      for (const [operation, more] of tries) {
        const tried = house.ask(operation as never, { supervisor: two.id, ...more }, call)
        expect(await failure(tried)).toMatchObject({
          code: 'not_allowed',
          details: { self: true },
        })
      }
    }
    await house.ask(editSupervisor, { supervisor: two.id, name: 'Two', role: 'owner' }, two.call)
  })

  it('keeps an owner of the whole: to reach one provider alone is no longer to be one', async () => {
    const house = await newHouse(engine)
    const two = await signedIn(house, {
      email: 'two@acme.test',
      role: 'owner',
      everyProvider: true,
    })
    await member(house, { email: 'three@acme.test', role: 'owner' })
    const first = { supervisor: owner }
    await house.ask(editSupervisor, { ...first, everyProvider: false }, two.call)
    const demote = { supervisor: two.id, role: 'support', everyProvider: false }
    expect(await failure(house.ask(editSupervisor, demote))).toMatchObject({ code: 'not_allowed' })
    const { data } = await house.ask(listTeam, { filter: 'everyProvider=yes' }, two.call)
    expect(data).toMatchObject([{ email: 'two@acme.test' }])
    const { actions } = await house.ask(showSupervisor, { supervisor: two.id }, two.call)
    expect(actions).toContainEqual({
      operation: 'team.disable',
      allowed: false,
      because: 'Nobody can disable themselves.',
    })
  })

  it('keeps an owner in a bulk run over all of them', async () => {
    const house = await newHouse(engine)
    const boss = { role: 'owner', everyProvider: true }
    for (const at of [1, 2, 3]) await member(house, { ...boss, email: `o${at}@acme.test` })
    const rows = [1, 2, 3].map(at => ({
      key: String(at),
      raw: { supervisor: `o${at}@acme.test`, role: 'support', everyProvider: false },
    }))
    const outcomes = await house.runEach(editSupervisor, rows)
    expect(outcomes.map(({ result }) => result)).toEqual(['done', 'done', 'done'])
    const own = [{ key: '1', raw: { supervisor: owner } }]
    const [mine] = await house.runEach(disableSupervisor, own)
    expect(mine).toMatchObject({ result: 'failed', error: { code: 'not_allowed' } })
    const { data } = await house.ask(listTeam, { filter: 'role=owner status=active' })
    expect(data).toMatchObject([{ email: owner, everyProvider: true }])
  })

  it('keeps an owner of each provider that has had one, until the provider is disabled', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    const north = { provider: 'north' }
    const given = { email: 'n@north.test', role: 'owner' }
    await member(house, given, north)
    const person = { supervisor: 'n@north.test' }
    const last = { code: 'illegal_state', details: { lastOwner: true } }
    expect(await failure(house.ask(disableSupervisor, person))).toMatchObject(last)
    expect(await failure(house.ask(deleteSupervisor, person))).toMatchObject(last)
    const demoted = { ...person, role: 'support' }
    expect(await failure(house.ask(editSupervisor, demoted))).toMatchObject(last)
    const { actions } = await house.ask(showSupervisor, person)
    expect(actions).toContainEqual({
      operation: 'team.disable',
      allowed: false,
      because: 'They are the last owner of this provider.',
    })
    await member(house, { ...given, email: 'm@north.test' }, north)
    await house.ask(editSupervisor, demoted)
    await house.ask(disableProvider, { provider: 'north' })
    expect(await house.ask(deleteSupervisor, { supervisor: 'm@north.test' })).toMatchObject({
      status: 'deleted',
    })
  })

  it('lets nobody change, reset or retire whoever may more than they do', async () => {
    const house = await newHouse(engine)
    const admin = await signedIn(house, { email: 'admin@acme.test', role: 'administrator' })
    const person = { supervisor: owner }
    const above = [
      [disableSupervisor, {}],
      [deleteSupervisor, {}],
      [editSupervisor, { email: 'mine@acme.test' }],
      [editSupervisor, { role: 'support' }],
      [resetPassword, { generate: true }],
      [refreshTwoFactor, { reason: 'lost' }],
    ] as const
    for (const [operation, more] of above) {
      const tried = house.ask(operation as never, { ...person, ...more }, admin.call)
      expect(await failure(tried)).toMatchObject({ code: 'not_allowed' })
    }
    const more = { email: 'new@acme.test', role: 'owner', everyProvider: true }
    expect(await failure(house.ask(createSupervisor, more, admin.call))).toMatchObject({
      code: 'not_allowed',
    })
    await house.ask(createSupervisor, { email: more.email, role: 'support' }, admin.call)
    await house.ask(editSupervisor, { supervisor: 'new@acme.test', role: 'finance' }, admin.call)
  })

  it('never shows a password or code anywhere but once', async () => {
    const house = await newHouse(engine)
    const { password } = await member(house)
    const reset = { supervisor: 'sam@acme.test', generate: true }
    const { password: second } = await house.ask(resetPassword, reset)
    expect([password, second]).toEqual([expect.any(String), expect.any(String)])
    const all = await dump(house)
    for (const secret of [password, second]) expect(all).not.toContain(secret)
    await failure(firstSignIn(house, { email: 'sam@acme.test', password }))
    await firstSignIn(house, { email: 'sam@acme.test', password: second })
  })
})

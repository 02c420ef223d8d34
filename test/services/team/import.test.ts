import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { createSession } from '../../../src/services/sessions/create.ts'
import { editSupervisor } from '../../../src/services/team/edit.ts'
import { exportTeam } from '../../../src/services/team/export.ts'
import { importSupervisor } from '../../../src/services/team/import.ts'
import { readTeam } from '../../../src/services/team/rows.ts'
import { showSupervisor } from '../../../src/services/team/show.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { messagesOf, pieces } from '../../support/people.ts'
import { nobody } from '../../support/sign-in.ts'
import { member, ownPassword, signedIn } from '../../support/team.ts'

const rowsIn = async (file: string, options = {}) => {
  const all = []
  for await (const { rows } of readTeam(pieces(Buffer.from(file), 7), options)) all.push(...rows)
  return all
}

/** What becomes of each row: its outcome, or the field that is wrong. */
const bring = async (house: House, file: string, more = {}, call = {}) => {
  const rows = await rowsIn(file)
  const given = rows.map((row, at) => ({
    key: String(at),
    raw: { ...('raw' in row ? row.raw : {}), ...more },
  }))
  const outcomes = await house.runEach(importSupervisor, given, call)
  return outcomes.map(({ outcome, error }) =>
    error ? (error.field ?? error.code) : (outcome as { value: { outcome: string } }).value.outcome,
  )
}

it('a file of the team is read by our own names, each bad row told by its line', async () => {
  const file = 'EMAIL,Role,status,note\na@acme.test,support,active,x\nb@acme.test,support\n'
  expect(await failure(rowsIn(file))).toMatchObject({ code: 'invalid_input', field: 'file' })
  expect(await rowsIn(file, { ignore: ['note'] })).toEqual([
    { line: 2, raw: { email: 'a@acme.test', role: 'support' } },
    { line: 3, column: 3, field: null, message: expect.stringContaining('2 cells') },
  ])
  const mapped = await rowsIn('Mail\na@acme.test\n', { map: ['email=Mail'] })
  expect(mapped).toEqual([{ line: 2, raw: { email: 'a@acme.test' } }])
  const several = await rowsIn('email,accounts\na@acme.test,c1;c2\n')
  expect(several).toEqual([{ line: 2, raw: { email: 'a@acme.test', accounts: ['c1', 'c2'] } }])
  const lines = '{"email":"a@acme.test","accounts":["c1"]}\n{"shoe":1}\n'
  expect(await rowsIn(lines, { name: 'team.ndjson' })).toMatchObject([
    { line: 1, raw: { email: 'a@acme.test', accounts: ['c1'] } },
    { line: 2, field: 'shoe' },
  ])
})

onEveryEngine('a file of the team', engine => {
  it('invites who is new, updates who is known by email, and leaves equals', async () => {
    const house = await newHouse(engine)
    const account = { name: 'Client', email: 'c@example.org', reference: 'c1', noOwner: true }
    await house.ask(createAccount, account)
    await member(house)
    const file = [
      'email,name,role,accounts',
      'new@acme.test,New One,auditor,all',
      'SAM@acme.test,,finance,c1',
      'owner@acme.test,,support,',
      'who@acme.test,,,',
      'else@acme.test,,no-such-role,',
      'far@acme.test,,support,no-such-account',
    ].join('\n')
    const outcomes = ['created', 'updated', 'not_allowed', 'role', 'role', 'not_found']
    expect(await bring(house, file)).toEqual(outcomes)
    expect(await bring(house, file)).toEqual(['skipped', 'skipped', ...outcomes.slice(2)])
    expect(await bring(house, file, { onConflict: 'fail' })).toEqual([
      ...['conflict', 'conflict', 'conflict'],
      ...outcomes.slice(3),
    ])
    expect(await house.ask(showSupervisor, { supervisor: 'sam@acme.test' })).toMatchObject({
      role: 'finance',
      accounts: 'some',
      granted: [{ reference: 'c1' }],
      reach: '1 account: Client',
      reachable: 1,
      status: 'active',
    })
    const invited = (await messagesOf(house)).filter(one => one.template === 'team.invitation')
    expect(invited.map(({ recipient }) => recipient)).toEqual(['new@acme.test'])
  })

  it('is an export, without a password, that changes nothing when it is brought in again', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, {
      name: 'Client',
      email: 'c@x.org',
      reference: 'c1',
      noOwner: true,
    })
    const branch = {
      name: 'Branch',
      email: 'b@x.org',
      reference: 'c1b',
      parent: 'c1',
      noOwner: true,
    }
    await house.ask(createAccount, branch)
    await signedIn(house, { firstName: 'Sam', lastName: 'Otieno', phone: '+255712345678' })
    const some = { accounts: ['c1'], subAccounts: ['c1b'] }
    await member(house, { email: 'pu@acme.test', role: 'platform-user', ...some })
    const { data } = await house.ask(exportTeam, {})
    expect(JSON.stringify(data)).not.toMatch(/argon2|sealed|password/)
    const lines = data.map((row: object) => JSON.stringify(row)).join('\n')
    const rows = await rowsIn(lines, { name: 'team.ndjson' })
    const raws = rows.map((row, at) => ({ key: String(at), raw: 'raw' in row ? row.raw : {} }))
    const outcomes = await house.runEach(importSupervisor, raws)
    expect(outcomes.map(({ error }) => error)).toEqual([null, null, null])
    expect(outcomes.map(({ outcome }) => outcome?.changes)).toEqual([[], [], []])
  })

  it('names the account that sub-accounts lie beneath, where whoever asks reaches it', async () => {
    const house = await newHouse(engine)
    const named = { email: 'c@x.org', noOwner: true }
    await house.ask(createAccount, { ...named, name: 'c1', reference: 'c1' })
    const tree = [
      ['c1b', 'c1'],
      ['c1b2', 'c1b'],
    ]
    for (const [reference, parent] of tree) {
      const email = `${reference}@x.org`
      await house.ask(createAccount, { ...named, email, name: reference, reference, parent })
    }
    const some = { accounts: ['c1'], subAccounts: ['c1b', 'c1b2'] }
    await member(house, { email: 'pu@acme.test', role: 'platform-user', ...some })
    const admin = { email: 'admin@acme.test', role: 'administrator', accounts: ['c1b'] }
    const { call } = await signedIn(house, admin)
    const reachTold = async (by = {}) => {
      const { data } = await house.ask(exportTeam, { filter: 'role=platform-user' }, by)
      return data.map(({ accounts, subAccounts }: Record<string, unknown>) => [
        accounts,
        subAccounts,
      ])
    }
    expect(await reachTold()).toEqual([[['c1'], ['c1b', 'c1b2']]])
    expect(await reachTold(call)).toEqual([[null, null]])
  })

  it('brings the people of each provider back to it, and to no other', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    await member(house, { email: 'n@north.test' }, { provider: 'north' })
    const { data } = await house.ask(exportTeam, {})
    const rows = data.map((raw: Record<string, unknown>, at: number) => {
      const { provider, email, name, role } = raw
      return { key: String(at), raw: { provider, email, name, role } }
    })
    const outcomes = await house.runEach(importSupervisor, rows)
    expect(outcomes.map(({ result }) => result)).toEqual(['skipped', 'skipped'])
    const moved = { id: data[0].id, email: 'm@north.test' }
    const [again] = await house.runEach(importSupervisor, [{ key: '1', raw: moved }])
    expect(again!.outcome).toMatchObject({ value: { outcome: 'updated' } })
    const within = await house.runEach(importSupervisor, rows.slice(1), { provider: 'north' })
    expect(within.map(({ error }) => error?.field ?? null)).toEqual(['provider'])
  })

  it('gives nobody more than whoever brings it has', async () => {
    const house = await newHouse(engine)
    const admin = await signedIn(house, { role: 'administrator' })
    const file = 'email,role,everyProvider\nboss@acme.test,owner,yes\nowner@acme.test,support,no\n'
    expect(await bring(house, file, {}, admin.call)).toEqual(['not_allowed', 'not_allowed'])
    const own = { email: 'sam@acme.test', password: ownPassword, device: 'x', host: 'y' }
    await house.ask(createSession, own, nobody)
    await house.ask(editSupervisor, { supervisor: 'sam@acme.test', name: 'Sam O.' }, admin.call)
  })
})

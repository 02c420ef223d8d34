import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { whoami } from '../../../src/services/me/whoami.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { deleteSupervisor } from '../../../src/services/team/delete.ts'
import { editSupervisor } from '../../../src/services/team/edit.ts'
import { importSupervisor } from '../../../src/services/team/import.ts'
import { inviteSupervisor } from '../../../src/services/team/invite.ts'
import { listTeam } from '../../../src/services/team/list.ts'
import { refreshTwoFactor } from '../../../src/services/team/refresh-2fa.ts'
import { resetPassword } from '../../../src/services/team/reset-password.ts'
import { showSupervisor } from '../../../src/services/team/show.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { member, signedIn } from '../../support/team.ts'

const accounts = async (house: House) => {
  for (const reference of ['c1', 'c2']) {
    const given = { name: reference, email: `${reference}@x.org`, reference, noOwner: true }
    await house.ask(createAccount, given)
  }
}

const emails = async (house: House, call: object, filter?: string) => {
  const { data } = await house.ask(listTeam, { filter }, call)
  return data.map(({ email }: { email: string }) => email).sort()
}

const missing = { code: 'not_found', message: 'No such supervisor.' }

onEveryEngine('an administrator of some accounts', engine => {
  it('manages themself and whoever reaches no more, and knows of nobody else', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const admin = { email: 'admin@acme.test', role: 'administrator', accounts: ['c1'] }
    const { call } = await signedIn(house, admin)
    await member(house, { email: 'all@acme.test' })
    await member(house, { email: 'two@acme.test', accounts: ['c2'] })
    await member(house, { email: 'both@acme.test', accounts: ['c1', 'c2'] })
    await house.ask(
      createSupervisor,
      { email: 'one@acme.test', role: 'support', accounts: ['c1'] },
      call,
    )
    expect(await emails(house, call)).toEqual(['admin@acme.test', 'one@acme.test'])
    for (const supervisor of ['all@acme.test', 'two@acme.test', 'both@acme.test', 'no@acme.test']) {
      expect(await failure(house.ask(showSupervisor, { supervisor }, call))).toMatchObject(missing)
    }
    const edit = { supervisor: 'one@acme.test', accounts: ['c1', 'c2'] }
    expect(await failure(house.ask(editSupervisor, edit, call))).toMatchObject({
      code: 'not_found',
    })
    const everything = { supervisor: 'one@acme.test', accounts: ['all'] }
    expect(await failure(house.ask(editSupervisor, everything, call))).toMatchObject({
      code: 'not_allowed',
    })
    // Whose address it is isn't said to whom it doesn't concern.
    const taken = { email: 'two@acme.test', role: 'support', accounts: ['c1'] }
    expect(await failure(house.ask(createSupervisor, taken, call))).toMatchObject({
      code: 'conflict',
      message: 'Somebody has this email already.',
      details: undefined,
    })
  })

  it('sees nobody who is deleted and reached more', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const admin = { email: 'admin@acme.test', role: 'administrator', accounts: ['c1'] }
    const { call } = await signedIn(house, admin)
    for (const account of ['c1', 'c2']) {
      const email = `${account}@acme.test`
      await member(house, { email, accounts: [account] })
      await house.ask(deleteSupervisor, { supervisor: email })
    }
    expect(await emails(house, call, 'status=deleted')).toEqual(['c1@acme.test'])
  })

  it('who made a key that reaches less is not seen through it', async () => {
    const house = await newHouse(engine)
    await accounts(house)
    const both = ['c1', 'c2']
    const admin = { email: 'admin@acme.test', role: 'administrator', accounts: both }
    const { call, id } = await signedIn(house, admin)
    const { apiKey } = await house.ask(createKey, { name: 'less', accounts: ['c1'] }, call)
    const byKey = { credential: { kind: 'apiKey' as const, key: apiKey } }
    expect(await house.ask(whoami, {}, byKey)).toMatchObject({ supervisor: { id } })
    expect(await emails(house, byKey)).toEqual([])
    expect(await failure(house.ask(showSupervisor, { supervisor: id }, byKey))).toMatchObject(
      missing,
    )
  })
})

onEveryEngine('a key with limits', engine => {
  it('lets nobody in, and takes nobody over: what it gave would outlive it', async () => {
    const house = await newHouse(engine)
    const made = await member(house)
    const { apiKey } = await house.ask(createKey, { name: 'brief', expires: '+1h' })
    const brief = { credential: { kind: 'apiKey' as const, key: apiKey } }
    const person = { supervisor: made.id }
    const tries = [
      [createSupervisor, { email: 'new@acme.test', role: 'support' }],
      [inviteSupervisor, { email: 'new@acme.test', role: 'support' }],
      [importSupervisor, { email: 'new@acme.test', role: 'support' }],
      [editSupervisor, { ...person, email: 'mine@acme.test' }],
      [editSupervisor, { ...person, userName: 'mine' }],
      [resetPassword, { ...person, generate: true }],
      [refreshTwoFactor, { ...person, reason: 'lost' }],
    ] as const
    for (const [operation, raw] of tries) {
      const { code, message } = await failure(house.ask(operation as never, raw, brief))
      expect([code, message]).toEqual(['not_allowed', expect.stringContaining('has limits')])
    }
    await house.ask(editSupervisor, { ...person, role: 'auditor' }, brief)
    const own = { supervisor: house.ownerId, email: 'mine@acme.test' }
    expect(await failure(house.ask(editSupervisor, own))).toMatchObject({
      code: 'not_allowed',
      hint: expect.stringContaining('steward me email'),
    })
  })
})

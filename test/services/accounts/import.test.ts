import { expect, it } from 'vitest'
import { closeAccount } from '../../../src/services/accounts/close.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { exportAccounts } from '../../../src/services/accounts/export.ts'
import { importAccount } from '../../../src/services/accounts/import.ts'
import { moveAccount } from '../../../src/services/accounts/move.ts'
import { readAccounts } from '../../../src/services/accounts/rows.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { createProvider } from '../../../src/services/providers/create.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { pieces } from '../../support/people.ts'

const exportOf = async (house: House): Promise<Record<string, unknown>[]> =>
  (await house.ask(exportAccounts)).data

/** What another house says of the same accounts, but for what is each one's own. */
const told = (rows: Record<string, unknown>[]) =>
  rows.map(({ id: _, provider: __, ...rest }) => rest).sort(byEmail)

const byEmail = (a: Record<string, unknown>, b: Record<string, unknown>) =>
  String(a.email) < String(b.email) ? -1 : 1

const outcomesOf = async (house: House, rows: Record<string, unknown>[]) => {
  const keyed = rows.map(({ provider: _, ...raw }, at) => ({ key: String(at), raw }))
  const done = await house.runEach(importAccount, keyed)
  return done.map(({ outcome, error }) =>
    error ? error.message : (outcome!.value as { outcome: string }).outcome,
  )
}

onEveryEngine('accounts.export and import', engine => {
  const some = async (house: House) => {
    await house.ask(createAccount, { email: 'b@x.test', reference: 'b', ownerName: 'Bea' })
    const a = { email: 'a@x.test', reference: 'a', noOwner: true, seats: 5, tags: ['vip:red', 'x'] }
    await house.ask(createAccount, { ...a, name: '=Client', country: 'KE', currency: 'KES' })
    // The older one lies beneath the younger.
    await house.ask(moveAccount, { account: 'b', parent: 'a' })
    await house.ask(createAccount, { email: 'c@x.test', parent: 'b', noOwner: true })
    await house.ask(closeAccount, { account: 'c@x.test', reason: 'ended' })
  }

  it('make the same accounts elsewhere, those above first', async () => {
    const house = await newHouse(engine)
    await some(house)
    const rows = await exportOf(house)
    expect(rows.map(({ email }) => email)).toEqual(['a@x.test', 'b@x.test', 'c@x.test'])
    const other = await newHouse(engine)
    expect(await outcomesOf(other, rows)).toEqual(['created', 'created', 'created'])
    expect(told(await exportOf(other))).toEqual(told(rows))
    expect(await outcomesOf(other, rows)).toEqual(['skipped', 'skipped', 'skipped'])
  })

  it('change what the file says otherwise, and move what lies elsewhere in it', async () => {
    const house = await newHouse(engine)
    await some(house)
    const [a, b, c] = await exportOf(house)
    const changed = [
      { ...a, city: 'Nairobi', tags: [] },
      { ...b, parent: null },
      { ...c, status: 'active', statusReason: null, parent: 'a' },
    ]
    expect(await outcomesOf(house, changed)).toEqual(['updated', 'updated', 'updated'])
    expect(told(await exportOf(house))).toEqual(told(changed as never))
    const row = { email: 'a@x.test', reference: 'z' }
    const [refused] = await outcomesOf(house, [row])
    expect(refused).toMatch(/another reference/)
    const unsaid = { email: 'd@x.test', status: 'closed' }
    expect(await failure(house.run(importAccount, unsaid))).toMatchObject({ field: 'statusReason' })
  })

  it('read a CSV as it was written', async () => {
    const text = 'reference,email,tags,parent,provider\nc9,c9@x.test,"vip:red;pilot:blue",,\n'
    const rows = []
    for await (const part of readAccounts(pieces(Buffer.from(text), 9), { name: 'a.csv' })) {
      rows.push(...part.rows)
    }
    const house = await newHouse(engine)
    const [row] = rows as { raw: Record<string, unknown> }[]
    expect(await outcomesOf(house, [row!.raw])).toEqual(['created'])
    expect(await exportOf(house)).toMatchObject([{ tags: ['vip:red', 'pilot:blue'], parent: null }])
  })
})

onEveryEngine('accounts.import', engine => {
  it('is no way around what is for those above an account, nor around a permission', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'a@x.test', reference: 'a', noOwner: true })
    await house.ask(suspendAccount, { account: 'a', reason: 'unpaid' })
    const bound = await house.ask(createKey, { name: 'bound', accounts: ['a'] })
    const brings = await house.ask(createKey, {
      name: 'brings',
      permissions: ['accounts:import', 'accounts:show'],
    })
    for (const [made, row] of [
      [bound, { email: 'a@x.test', status: 'active' }],
      [bound, { email: 'a@x.test', status: 'suspended', statusReason: 'paid' }],
      [brings, { email: 'a@x.test', status: 'closed', statusReason: 'over' }],
      [brings, { email: 'a@x.test', name: 'Other' }],
      [brings, { email: 'n@x.test' }],
    ]) {
      const credential = { kind: 'apiKey', key: made.apiKey } as const
      const refused = await failure(house.run(importAccount, row, { credential }))
      expect(refused).toMatchObject({ code: 'not_allowed' })
    }
  })

  it('takes a row to the provider that it names, and to no other', async () => {
    const house = await newHouse(engine)
    await house.ask(createProvider, { name: 'North', reference: 'north' })
    const there = { email: 'n@x.test', reference: 'n', noOwner: true }
    await house.ask(createAccount, there, { provider: 'north' })
    const rows = await exportOf(house)
    expect(rows).toMatchObject([{ provider: 'north', reference: 'n' }])
    const [row] = rows as [Record<string, unknown>]
    expect(await house.ask(importAccount, row)).toMatchObject({ outcome: 'skipped' })
    const refused = await failure(house.run(importAccount, { ...row, provider: 'south' }))
    expect(refused).toMatchObject({ code: 'not_found', field: 'provider' })
    const early = { email: 'z@x.test', parent: 'nobody' }
    expect(await failure(house.run(importAccount, early))).toMatchObject({ field: 'parent' })
  })
})

import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('accounts.create', engine => {
  it('makes the owner, whose password is shown once', async () => {
    const house = await newHouse(engine)
    const input = { name: 'Client', email: 'C@example.org', reference: 'c1', ownerName: 'Cleo' }
    const first = await house.ask(createAccount, input, { idempotencyKey: 'k' })
    expect(first).toMatchObject({
      id: expect.stringMatching(/^acc_/),
      provider: expect.stringMatching(/^prv_/),
      reference: 'c1',
      name: 'Client',
      email: 'C@example.org',
      status: 'active',
      owner: { name: 'Cleo', email: 'C@example.org' },
      ownerPassword: expect.stringMatching(/^.{5}-.{5}-.{5}-.{5}$/),
    })
    const second = await house.run(createAccount, input, { idempotencyKey: 'k' })
    expect(second).toMatchObject({ replayed: true, value: { id: first.id, ownerPassword: null } })
    const { ownerPassword: _, ownerPasswordExpiresAt: __, ...account } = first
    expect(await house.ask(showAccount, { account: 'c@EXAMPLE.org' })).toMatchObject(account)
    expect(await house.ask(showAccount, { account: 'c1' })).toMatchObject({ people: 1 })
  })

  it('gives the account to whoever has the address and belongs to none', async () => {
    const house = await newHouse(engine)
    const ada = await house.ask(createConsumer, { name: 'Ada', email: 'ada@example.org' })
    const made = await house.ask(createAccount, { email: 'Ada@example.org' })
    expect(made).toMatchObject({
      name: 'Ada@example.org',
      owner: { id: ada.id, name: 'Ada' },
      ownerPassword: null,
      ownerPasswordExpiresAt: null,
    })
  })

  it('refuses an email or a reference that another account has, and the person of one', async () => {
    const house = await newHouse(engine)
    const { id, owner } = await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    const other = { email: 'd@x.test', noOwner: true }
    expect(await failure(house.run(createAccount, { ...other, reference: 'c1' }))).toMatchObject({
      code: 'conflict',
      field: 'reference',
      details: { id },
    })
    expect(await failure(house.run(createAccount, { email: 'C@X.test' }))).toMatchObject({
      code: 'conflict',
      field: 'email',
      details: { id },
    })
    const eve = await house.ask(createConsumer, { name: 'Eve', email: 'e@x.test' })
    await house.ask(createAccount, { email: 'e@x.test' })
    await house.ask(createAccount, other)
    expect(owner.id).not.toBe(eve.id)
    expect((await house.ask(listAccounts)).total).toBe(3)
  })

  it('keeps what is given in one form, and refuses what is none', async () => {
    const house = await newHouse(engine)
    const given = {
      country: 'kenya',
      currency: 'kes',
      language: 'sw-ke',
      timeZone: 'africa/nairobi',
      domain: 'Client.Example',
    }
    const made = await house.ask(createAccount, { email: 'c@x.test', noOwner: true, ...given })
    expect(made).toMatchObject({
      country: 'KE',
      currency: 'KES',
      language: 'sw-KE',
      timeZone: 'Africa/Nairobi',
      domain: 'client.example',
      owner: null,
    })
    const wrong = {
      country: 'Atlantis',
      currency: 'KSH',
      language: 'x',
      timeZone: 'Africa/Nairobbi',
      domain: 'https://x',
      reference: 'acc_1',
    }
    for (const [field, value] of Object.entries(wrong)) {
      const input = { email: 'd@x.test', noOwner: true, [field]: value }
      const refused = await failure(house.run(createAccount, input))
      expect(refused).toMatchObject({ code: 'invalid_input', field })
    }
  })

  it('puts it under its parent, to any depth', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'a@x.test', reference: 'a', noOwner: true })
    await house.ask(createAccount, { parent: 'a', email: 'b@x.test', reference: 'b' })
    await house.ask(createAccount, { parent: 'b', email: 'c@x.test', reference: 'c' })
    const top = await house.ask(showAccount, { account: 'a' })
    expect(top).toMatchObject({ subAccounts: 1, allSubAccounts: 2, people: 0, allPeople: 2 })
    const { parents, parent } = await house.ask(showAccount, { account: 'c' })
    expect(parents.map(({ reference }: { reference: string }) => reference)).toEqual(['a', 'b'])
    expect(parent).toMatchObject({ reference: 'b' })
    const below = await house.ask(listAccounts, { filter: 'parent=a' })
    expect(below.data).toMatchObject([{ reference: 'b' }])
    const tops = await house.ask(listAccounts, { filter: 'parent=none' })
    expect(tops.data).toMatchObject([{ reference: 'a' }])
    expect(
      await failure(house.run(createAccount, { parent: 'z', email: 'z@x.test' })),
    ).toMatchObject({ code: 'not_found' })
  })
})

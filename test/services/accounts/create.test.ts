import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { setSetting } from '../../../src/services/settings/set.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { messagesOf } from '../../support/people.ts'
import { lastEvent } from '../../support/trial.ts'

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
    const { ownerPassword: _, ownerPasswordExpiresAt: __, ownerSent: ___, ...account } = first
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

onEveryEngine('the owner of a new account', engine => {
  const input = { name: 'Client', email: 'c@x.test', ownerName: 'Cleo' }

  it('is sent a link to set a password, where that is asked for, and none is made', async () => {
    const house = await newHouse(engine)
    await house.ask(setSetting, { key: 'platform.url', value: 'https://app.test/' })
    const asked = { ...input, clientSetsPassword: true, sendSignupEmail: true }
    const made = await house.ask(createAccount, asked)
    expect(made).toMatchObject({
      ownerPassword: null,
      ownerPasswordExpiresAt: null,
      ownerSent: { kind: 'link', sentTo: 'c@x.test', expiresAt: '2026-03-04T12:00:00.000Z' },
    })
    expect(await messagesOf(house)).toMatchObject([
      { template: 'account.first-link', recipient: 'c@x.test', subject: made.owner.id },
      { template: 'account.signup', recipient: 'c@x.test' },
    ])
  })

  it('is sent a code while the platform has no address, and nothing unless it is asked for', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createAccount, { ...input, clientSetsPassword: true })
    expect(made.ownerSent).toMatchObject({ kind: 'code', expiresAt: '2026-03-01T12:30:00.000Z' })
    await house.ask(createAccount, { email: 'd@x.test' })
    expect(await messagesOf(house)).toHaveLength(1)
  })

  it('is nobody where none is wanted, who then is sent nothing', async () => {
    const house = await newHouse(engine)
    for (const more of [{ clientSetsPassword: true }, { ownerName: 'X' }]) {
      const asked = { email: 'd@x.test', noOwner: true, ...more }
      expect(await failure(house.run(createAccount, asked))).toMatchObject({ field: 'noOwner' })
    }
  })

  it('stands in the event with the account, and in none of its parts with a password', async () => {
    const house = await newHouse(engine)
    const { ownerPassword } = await house.ask(createAccount, input)
    expect(JSON.stringify(await lastEvent(house))).not.toContain(ownerPassword)
    expect(await lastEvent(house)).toMatchObject({
      type: 'accounts.create',
      detail: { subjects: [{ topic: 'accounts' }, { topic: 'consumers', name: 'Cleo' }] },
    })
  })
})

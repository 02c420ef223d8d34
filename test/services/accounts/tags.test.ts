import { expect, it } from 'vitest'
import { checkEmail } from '../../../src/services/accounts/check-email.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { accountStats } from '../../../src/services/accounts/stats.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { tagAccount } from '../../../src/services/accounts/tags.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('accounts.tags', engine => {
  it('give a tag one colour on all accounts', async () => {
    const house = await newHouse(engine)
    const first = { email: 'c@x.test', reference: 'c1', noOwner: true, tags: ['vip:red', 'pilot'] }
    await house.ask(createAccount, first)
    await house.ask(createAccount, { email: 'd@x.test', reference: 'd', noOwner: true })
    const tagged = await house.ask(tagAccount, { account: 'd', add: ['vip'] })
    expect(tagged.tags).toEqual([{ tag: 'vip', colour: 'red' }])
    await house.ask(tagAccount, { account: 'd', add: ['vip:blue'] })
    expect((await house.ask(showAccount, { account: 'c1' })).tags).toEqual([
      { tag: 'vip', colour: 'blue' },
      { tag: 'pilot', colour: 'grey' },
    ])
    const { tags } = await house.ask(tagAccount, { account: 'c1', remove: ['vip', 'other'] })
    expect(tags).toEqual([{ tag: 'pilot', colour: 'grey' }])
    const found = await house.ask(listAccounts, { filter: 'tag=vip' })
    expect(found.data).toMatchObject([{ reference: 'd' }])
  })

  it('refuse what is no tag, and a colour that there is not', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1', noOwner: true })
    for (const add of [['vip:reddish'], [':red'], ['a;b'], ['x'.repeat(41)]]) {
      const refused = await failure(house.run(tagAccount, { account: 'c1', add }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'add' })
    }
    expect(await failure(house.run(tagAccount, { account: 'c1' }))).toMatchObject({ field: 'add' })
  })
})

onEveryEngine('accounts, counted and found', engine => {
  it('are counted by status, by place and by month', async () => {
    const house = await newHouse(engine)
    house.clock.now = new Date('2026-01-31T23:59:59.000Z')
    await house.ask(createAccount, { email: 'a@x.test', reference: 'a', noOwner: true })
    house.clock.now = new Date('2026-03-01T00:00:00.000Z')
    await house.ask(createAccount, { email: 'b@x.test', reference: 'b', parent: 'a' })
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c', noOwner: true })
    await house.ask(suspendAccount, { account: 'c', reason: 'unpaid' })
    expect(await house.ask(accountStats, { months: 3 })).toEqual({
      total: 3,
      byStatus: { active: 2, suspended: 1, closed: 0, template: 0 },
      top: 2,
      subAccounts: 1,
      withSubAccounts: 1,
      added: [
        { month: '2026-01', count: 1 },
        { month: '2026-02', count: 0 },
        { month: '2026-03', count: 2 },
      ],
    })
  })

  it('are searched without accents and case, and sorted', async () => {
    const house = await newHouse(engine)
    const accounts = [
      { email: 'one@x.test', name: 'Çelik AŞ', organization: 'Çelik Sanayi', domain: 'celik.test' },
      { email: 'two@x.test', name: 'Älpler', reference: 'alp-1' },
      { email: 'three@x.test', name: 'Bauer' },
    ]
    for (const one of accounts) await house.ask(createAccount, { ...one, noOwner: true })
    const names = async (input: object) =>
      (await house.ask(listAccounts, input as Record<string, unknown>)).data.map(
        ({ name }: { name: string }) => name,
      )
    expect(await names({ search: 'celik san' })).toEqual(['Çelik AŞ'])
    expect(await names({ search: 'ALP-1' })).toEqual(['Älpler'])
    expect(await names({ sort: 'name' })).toEqual(['Älpler', 'Bauer', 'Çelik AŞ'])
    expect(await names({ filter: 'domain=celik.test' })).toEqual(['Çelik AŞ'])
    expect(await names({ filter: 'reference=none', sort: '-name' })).toEqual(['Çelik AŞ', 'Bauer'])
  })

  it('tell whether an email address is in use, and by whom', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    expect(await house.ask(checkEmail, { email: 'C@X.test' })).toEqual({
      email: 'C@X.test',
      inUse: true,
      account: { id, reference: 'c1', name: 'c@x.test' },
      provider: expect.stringMatching(/^prv_/),
    })
    expect(await house.ask(checkEmail, { email: 'new@x.test' })).toEqual({
      email: 'new@x.test',
      inUse: false,
      account: null,
      provider: null,
    })
  })
})

import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { editAccount } from '../../../src/services/accounts/edit.ts'
import { accountFeatures } from '../../../src/services/accounts/features.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { moveAccount } from '../../../src/services/accounts/move.ts'
import { accountSeats } from '../../../src/services/accounts/seats.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { showSsoToken } from '../../../src/services/accounts/sso-token-show.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { tagAccount } from '../../../src/services/accounts/tags.ts'
import { createTemplate } from '../../../src/services/accounts/templates-create.ts'
import { deleteTemplate } from '../../../src/services/accounts/templates-delete.ts'
import { disableTemplate } from '../../../src/services/accounts/templates-disable.ts'
import { editTemplate } from '../../../src/services/accounts/templates-edit.ts'
import { enableTemplate } from '../../../src/services/accounts/templates-enable.ts'
import { listTemplates } from '../../../src/services/accounts/templates-list.ts'
import { showTemplate } from '../../../src/services/accounts/templates-show.ts'
import { createFeature } from '../../../src/services/features/create.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const values = {
  currency: 'KES',
  language: 'sw',
  timeZone: 'Africa/Nairobi',
  country: 'KE',
  tags: ['trial:blue'],
  seats: 3,
  features: ['sms'],
}

const newTemplate = async (house: House, more: Record<string, unknown> = {}) => {
  for (const reference of ['sms', 'email']) await house.ask(createFeature, { reference })
  const input = { name: 'Trial', reference: 'trial', ...values, ...more }
  return house.ask(createTemplate, input)
}

const create = (house: House, raw: Record<string, unknown> = {}) =>
  house.ask(createAccount, { email: 'c@x.test', reference: 'c1', template: 'trial', ...raw })

onEveryEngine('templates', engine => {
  it('are disabled at first, and no clients', async () => {
    const house = await newHouse(engine)
    const made = await newTemplate(house)
    expect(made).toMatchObject({
      enabled: false,
      ...values,
      tags: ['trial'],
      fixed: [],
      accounts: 0,
    })
    expect(await failure(create(house))).toMatchObject({ code: 'illegal_state', field: 'template' })
    expect((await house.ask(listAccounts)).data).toEqual([])
    const { data } = await house.ask(listAccounts, { filter: 'status=template' })
    expect(data).toMatchObject([{ id: made.id, status: 'template' }])
    await house.ask(createAccount, { email: 'd@x.test', reference: 'c2' })
    for (const [operation, raw] of [
      [createAccount, { email: 'e@x.test', parent: 'trial' }],
      [moveAccount, { account: 'c2', parent: 'trial' }],
      [suspendAccount, { account: 'trial', reason: 'x' }],
    ] as const) {
      expect(await failure(house.ask(operation, raw))).toMatchObject({ code: 'not_found' })
    }
  })

  it('are copied with every value, and each value can be given otherwise', async () => {
    const house = await newHouse(engine)
    await newTemplate(house)
    await house.ask(enableTemplate, { template: 'trial' })
    await create(house)
    const same = await house.ask(showAccount, { account: 'c1' })
    expect(same).toMatchObject({
      ...{ currency: 'KES', language: 'sw', timeZone: 'Africa/Nairobi', country: 'KE' },
      ...{ tags: [{ tag: 'trial', colour: 'blue' }], features: ['sms'] },
      ...{ seats: { allowed: 3, used: 1 }, status: 'active', name: 'c@x.test' },
    })
    await create(house, {
      ...{ email: 'd@x.test', reference: 'c2', currency: 'eur', language: '', tags: 'vip:red' },
      ...{ seats: '', features: ['email'], name: 'Other' },
    })
    expect(await house.ask(showAccount, { account: 'c2' })).toMatchObject({
      ...{ currency: 'EUR', language: null, timeZone: 'Africa/Nairobi', name: 'Other' },
      ...{ tags: [{ tag: 'vip', colour: 'red' }], features: ['email'], seats: { allowed: null } },
    })
    expect(await house.ask(showTemplate, { template: 'trial' })).toMatchObject({ accounts: 2 })
    const { data } = await house.ask(listAccounts, { filter: 'template=trial currency=KES' })
    expect(data).toMatchObject([{ reference: 'c1' }])
  })

  it('fix values: one that is given otherwise is refused by its name, the same is no other', async () => {
    const house = await newHouse(engine)
    await newTemplate(house, { fix: ['currency', 'seats', 'features', 'tags'] })
    await house.ask(enableTemplate, { template: 'trial' })
    for (const [field, value] of [
      ['currency', 'EUR'],
      ['seats', 4],
      ['seats', ''],
      ['features', ['sms', 'email']],
      ['tags', ['vip']],
    ] as const) {
      expect(await failure(create(house, { [field]: value }))).toMatchObject({
        code: 'conflict',
        message: `The template fixes ${field}.`,
        field,
        details: { fixed: [field] },
      })
    }
    const two = await failure(create(house, { currency: 'EUR', seats: 9 }))
    expect(two).toMatchObject({ message: 'The template fixes currency, seats.' })
    expect(await create(house, { currency: 'kes', seats: 3, language: 'en' })).toMatchObject({
      currency: 'KES',
      language: 'en',
    })
  })

  it('keep what they fix fixed, for all but those who could change the template', async () => {
    const house = await newHouse(engine)
    await newTemplate(house, { fix: ['currency', 'seats', 'tags', 'features'] })
    await house.ask(enableTemplate, { template: 'trial' })
    await house.ask(createAccount, {
      email: 'p@x.test',
      reference: 'p1',
      features: ['sms', 'email'],
    })
    await create(house, { parent: 'p1' })
    const { apiKey } = await house.ask(createKey, { name: 'client', accounts: ['p1'] })
    const as = { credential: { kind: 'apiKey', key: apiKey } } as const
    const account = 'c1'
    for (const [operation, raw, field] of [
      [editAccount, { currency: 'EUR', city: 'Kisumu' }, 'currency'],
      [editAccount, { seats: 9 }, 'seats'],
      [accountSeats, { unlimited: true }, 'seats'],
      [tagAccount, { add: 'vip' }, 'tags'],
      [accountFeatures, { grant: ['email'] }, 'features'],
    ] as const) {
      expect(await failure(house.ask(operation, { account, ...raw }, as))).toMatchObject({
        code: 'not_allowed',
        message: `Its template Trial fixes ${field}.`,
      })
    }
    const same = { account, currency: 'KES', city: 'Kisumu' }
    expect(await house.ask(editAccount, same, as)).toMatchObject({ city: 'Kisumu' })
    expect(await house.ask(editAccount, { account, currency: 'EUR' })).toMatchObject({
      currency: 'EUR',
    })
  })

  it('are reached by what is for templates alone', async () => {
    const house = await newHouse(engine)
    const { id } = await newTemplate(house)
    for (const account of ['trial', id]) {
      for (const operation of [showAccount, editAccount, accountSeats, showSsoToken]) {
        expect(await failure(house.ask(operation, { account }))).toMatchObject({
          code: 'not_found',
        })
      }
      expect(await failure(house.ask(createKey, { name: 'k', accounts: [account] }))).toMatchObject(
        {
          code: 'not_found',
        },
      )
    }
  })

  it('fix nothing that they have no value of', async () => {
    const house = await newHouse(engine)
    const told = { code: 'invalid_input', field: 'fix' }
    expect(await failure(newTemplate(house, { seats: '', fix: ['seats'] }))).toMatchObject(told)
    await house.ask(createTemplate, { name: 'Trial', reference: 'trial', ...values })
    for (const raw of [{ fix: ['city'] }, { fix: ['currency'], currency: '' }]) {
      expect(await failure(house.ask(editTemplate, { template: 'trial', ...raw }))).toMatchObject(
        told,
      )
    }
    const edited = await house.ask(editTemplate, {
      ...{ template: 'trial', fix: ['currency'], features: ['email'], seats: 8, tags: 'a,b' },
    })
    expect(edited).toMatchObject({
      features: ['email'],
      seats: 8,
      tags: ['a', 'b'],
      fixed: ['currency'],
    })
    expect(
      await failure(house.ask(editTemplate, { template: 'trial', currency: '' })),
    ).toMatchObject(told)
    expect(await house.ask(editTemplate, { template: 'trial', fix: '' })).toMatchObject({
      fixed: [],
    })
  })

  it('leave what was copied as it is, also when they are deleted', async () => {
    const house = await newHouse(engine)
    await newTemplate(house)
    await house.ask(enableTemplate, { template: 'trial' })
    await create(house)
    const before = await house.ask(showAccount, { account: 'c1' })
    await house.ask(editTemplate, { template: 'trial', currency: 'USD', seats: 1, features: '' })
    await house.ask(disableTemplate, { template: 'trial' })
    expect(await failure(house.ask(disableTemplate, { template: 'trial' }))).toMatchObject({
      details: { already: true },
    })
    await house.ask(deleteTemplate, { template: 'trial' })
    expect(await failure(house.ask(showTemplate, { template: 'trial' }))).toMatchObject({
      code: 'not_found',
    })
    expect(await house.ask(showAccount, { account: 'c1' })).toEqual(before)
    const again = await house.ask(createTemplate, { name: 'Trial', reference: 'trial' })
    expect(again).toMatchObject({ accounts: 0, features: [] })
  })

  it('are for all of a provider to copy from, and for those who reach all of it to change', async () => {
    const house = await newHouse(engine)
    await newTemplate(house, { features: '' })
    await house.ask(enableTemplate, { template: 'trial' })
    await house.ask(createAccount, { email: 'p@x.test', reference: 'p1' })
    const { apiKey } = await house.ask(createKey, { name: 'client', accounts: ['p1'] })
    const as = { credential: { kind: 'apiKey', key: apiKey } } as const
    expect((await house.ask(listTemplates, {}, as)).data).toMatchObject([{ reference: 'trial' }])
    const mine = { email: 'c@x.test', parent: 'p1', template: 'trial' }
    expect(await house.ask(createAccount, mine, as)).toMatchObject({ currency: 'KES' })
    for (const operation of [editTemplate, disableTemplate, deleteTemplate]) {
      expect(await failure(house.ask(operation, { template: 'trial' }, as))).toMatchObject({
        code: 'not_allowed',
      })
    }
  })
})

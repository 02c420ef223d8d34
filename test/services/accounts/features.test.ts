import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { accountFeatures } from '../../../src/services/accounts/features.ts'
import { listAccounts } from '../../../src/services/accounts/list.ts'
import { moveAccount } from '../../../src/services/accounts/move.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { createFeature } from '../../../src/services/features/create.ts'
import { deleteFeature } from '../../../src/services/features/delete.ts'
import { editFeature } from '../../../src/services/features/edit.ts'
import { listFeatures } from '../../../src/services/features/list.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { lastEvent } from '../../support/trial.ts'

/** c1, with c1a beneath it and c1b beneath that, none with any feature; sms, email and voice to give. */
const newClients = async (house: House) => {
  for (const reference of ['sms', 'email', 'voice']) await house.ask(createFeature, { reference })
  for (const [reference, parent] of [['c1'], ['c1a', 'c1'], ['c1b', 'c1a']]) {
    const email = `${reference}@x.test`
    await house.ask(createAccount, { email, reference, noOwner: true, ...(parent && { parent }) })
  }
}

onEveryEngine('features', engine => {
  it('are granted to an account out of what the one above it has', async () => {
    const house = await newHouse(engine)
    await newClients(house)
    const told = await failure(house.ask(accountFeatures, { account: 'c1a', grant: ['sms'] }))
    expect(told).toMatchObject({ code: 'conflict', details: { features: ['sms'] } })
    const top = await house.ask(accountFeatures, { account: 'c1', grant: ['sms', 'email'] })
    expect(top).toMatchObject({ features: ['email', 'sms'], available: ['voice'] })
    expect((await lastEvent(house)).detail).toMatchObject({
      changes: [{ subject: { name: 'c1@x.test' }, after: { features: ['sms', 'email'] } }],
    })
    const beneath = await house.ask(accountFeatures, { account: 'c1a', grant: ['sms'] })
    expect(beneath).toMatchObject({ features: ['sms'], available: ['email'] })
    expect(await house.ask(accountFeatures, { account: 'c1b' })).toMatchObject({
      features: [],
      available: ['sms'],
    })
    expect(await house.ask(showAccount, { account: 'c1a' })).toMatchObject({ features: ['sms'] })
    const { data } = await house.ask(listAccounts, { filter: 'feature=sms' })
    expect(data).toHaveLength(2)
    const { data: without } = await house.ask(listAccounts, { filter: 'feature!=sms' })
    expect(without).toMatchObject([{ reference: 'c1b' }])
  })

  it('are taken from an account when nothing beneath it has them, or from all of that at once', async () => {
    const house = await newHouse(engine)
    await newClients(house)
    for (const account of ['c1', 'c1a', 'c1b']) {
      await house.ask(accountFeatures, { account, grant: ['sms', 'email'] })
    }
    const wanted = { account: 'c1', revoke: ['sms'] }
    expect(await failure(house.ask(accountFeatures, wanted))).toMatchObject({
      code: 'conflict',
      message: 'Accounts beneath it have what would be taken: c1a (sms), c1b (sms).',
      details: { count: 2, inTheWay: [{ reference: 'c1a', feature: 'sms' }, {}] },
    })
    const all = { ...wanted, withSubAccounts: true }
    expect(await house.ask(accountFeatures, all)).toMatchObject({ features: ['email'] })
    expect((await lastEvent(house)).detail!.changes).toHaveLength(3)
    for (const account of ['c1a', 'c1b']) {
      expect(await house.ask(accountFeatures, { account })).toMatchObject({ features: ['email'] })
    }
  })

  it('are no one’s to grant to themselves', async () => {
    const house = await newHouse(engine)
    await newClients(house)
    const { apiKey } = await house.ask(createKey, { name: 'client', accounts: ['c1'] })
    const as = { credential: { kind: 'apiKey', key: apiKey } } as const
    const own = house.ask(accountFeatures, { account: 'c1', grant: ['sms'] }, as)
    expect(await failure(own)).toMatchObject({ code: 'not_allowed' })
    await house.ask(accountFeatures, { account: 'c1', grant: ['sms'] })
    const beneath = await house.ask(accountFeatures, { account: 'c1a', grant: ['sms'] }, as)
    expect(beneath.features).toEqual(['sms'])
    expect((await house.ask(listFeatures, {}, as)).data).toHaveLength(3)
    expect((await house.ask(listFeatures, {}, as)).data[1]).toMatchObject({ accounts: 2 })
  })

  it('keep an account from moving beneath one that has less', async () => {
    const house = await newHouse(engine)
    await newClients(house)
    await house.ask(createAccount, {
      email: 'c2@x.test',
      reference: 'c2',
      features: ['sms', 'voice'],
    })
    const move = () => house.ask(moveAccount, { account: 'c2', parent: 'c1' })
    await house.ask(accountFeatures, { account: 'c1', grant: ['sms'] })
    expect(await failure(move())).toMatchObject({
      code: 'conflict',
      details: { features: ['voice'] },
    })
    await house.ask(accountFeatures, { account: 'c1', grant: ['voice'] })
    expect(await move()).toMatchObject({ moved: 1 })
  })

  it('leave the catalogue when no account has them', async () => {
    const house = await newHouse(engine)
    await newClients(house)
    await house.ask(accountFeatures, { account: 'c1', grant: ['sms'] })
    await house.ask(editFeature, { feature: 'sms', reference: 'texts', name: 'Text messages' })
    expect(await house.ask(accountFeatures, { account: 'c1' })).toMatchObject({
      features: ['texts'],
    })
    expect(await failure(house.ask(deleteFeature, { feature: 'texts' }))).toMatchObject({
      code: 'illegal_state',
      details: { accounts: 1 },
    })
    await house.ask(accountFeatures, { account: 'c1', revoke: ['texts'] })
    await house.ask(deleteFeature, { feature: 'texts' })
    const { data } = await house.ask(listFeatures)
    expect(data.map((one: { reference: string }) => one.reference)).toEqual(['email', 'voice'])
    expect(await failure(house.ask(createFeature, { reference: 'voice' }))).toMatchObject({
      code: 'conflict',
      field: 'reference',
    })
    expect(
      await failure(house.ask(accountFeatures, { account: 'c1', grant: ['voce'] })),
    ).toMatchObject({ code: 'invalid_input', field: 'grant', hint: 'Did you mean voice?' })
  })
})

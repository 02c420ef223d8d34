import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { suspendConsumer } from '../../../src/services/consumers/suspend.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { canI } from '../../../src/services/me/can-i.ts'
import { why } from '../../../src/services/me/why.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const byKey = async (house: House, asked: object): Promise<Partial<Call>> => {
  const { apiKey } = await house.ask(createKey, { name: 'narrow', ...asked })
  return { credential: { kind: 'apiKey', key: apiKey } }
}

const ada = { name: 'Ada', email: 'ada@example.org' }

onEveryEngine('can-i', engine => {
  it('answers with what the operation itself would say', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createConsumer, ada)
    const suspend = { operation: 'consumers.suspend', record: 'ada@example.org' }
    expect(await house.ask(canI, suspend)).toMatchObject({ allowed: true })
    await house.ask(suspendConsumer, { consumer: id, reason: 'x' })
    expect(await house.ask(canI, suspend)).toEqual({
      allowed: false,
      because: 'This consumer is suspended already.',
    })
    const activate = { operation: 'Consumers:Activate', record: id }
    expect(await house.ask(canI, activate)).toMatchObject({ allowed: true })
    await house.ask(deleteConsumer, { consumer: id })
    const edit = { operation: 'consumers.edit', record: id }
    expect(await house.ask(canI, edit)).toMatchObject({
      allowed: false,
      because: 'A deleted consumer can not be edited.',
    })
  })

  it('names the nearest of an operation that there is not', async () => {
    const house = await newHouse(engine)
    expect(await failure(house.ask(canI, { operation: 'consumers.suspnd' }))).toMatchObject({
      code: 'invalid_input',
      field: 'operation',
      hint: 'Did you mean consumers:suspend?',
    })
    const about = house.ask(canI, { operation: 'consumers.list', record: 'ada@example.org' })
    expect(await failure(about)).toMatchObject({ code: 'invalid_input', field: 'record' })
  })

  it('says of what is out of reach what it says of what never was', async () => {
    const house = await newHouse(engine)
    for (const reference of ['c1', 'c2']) {
      await house.ask(createAccount, { email: `${reference}@x.test`, reference })
    }
    const key = await byKey(house, { role: 'support', accounts: ['c1'] })
    const ask = (record: string) => house.ask(canI, { operation: 'consumers.suspend', record }, key)
    expect(await ask('c1@x.test')).toMatchObject({ allowed: true })
    const [theirs, nobodys] = [await failure(ask('c2@x.test')), await failure(ask('no@x.test'))]
    expect(theirs).toEqual(nobodys)
    expect(theirs).toMatchObject({ code: 'not_found' })
    // Who may not do it anyway is told nothing of whether there is such a record.
    const refused = (record: string) =>
      house.ask(canI, { operation: 'consumers.delete', record }, key)
    expect(await refused('c1@x.test')).toMatchObject({ allowed: false })
    expect(await refused('no@x.test')).toEqual(await refused('c2@x.test'))
  })

  it('is explained step by step', async () => {
    const house = await newHouse(engine)
    await house.ask(createConsumer, ada)
    const about = { operation: 'consumers.activate', record: 'ada@example.org' }
    expect(await house.ask(why, about)).toMatchObject({
      operation: 'consumers.activate',
      allowed: false,
      steps: [
        { step: 'role', allowed: true },
        { step: 'scope', allowed: true, because: expect.stringContaining('Ada (con_') },
        { step: 'state', allowed: false, because: 'This consumer is active already.' },
        { step: 'policy', allowed: true },
      ],
    })
    const key = await byKey(house, { permissions: ['consumers:list', 'db:backup'] })
    const asked = (operation: string) => house.ask(why, { operation }, key)
    expect((await asked('consumers.suspend')).steps).toEqual([
      {
        step: 'role',
        allowed: false,
        because: 'The key narrow does not allow consumers:suspend, though its maker may.',
      },
    ])
    expect(await asked('me.password')).toMatchObject({
      allowed: false,
      because: 'This is only for a person who has signed in.',
    })
    const bounded = await house.ask(createAccount, { email: 'c@x.test', reference: 'c1' })
    const { apiKey } = await house.ask(createKey, { name: 'b', role: 'owner', accounts: ['c1'] })
    const call = { credential: { kind: 'apiKey' as const, key: apiKey } }
    expect((await house.ask(why, { operation: 'roles.create' }, call)).steps).toMatchObject([
      { step: 'role', allowed: true },
      { step: 'scope', allowed: false },
    ])
    const list = await house.ask(why, { operation: 'consumers.list' }, call)
    expect(list.steps[1]).toMatchObject({ because: 'Accounts that you reach: 1.' })
    await house.ask(suspendAccount, { account: bounded.id, reason: 'x' })
    const account = { operation: 'accounts.suspend', record: 'c1' }
    expect(await house.ask(canI, account)).toMatchObject({ allowed: false })
  })
})

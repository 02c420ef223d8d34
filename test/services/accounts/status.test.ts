import { expect, it } from 'vitest'
import { activateAccount } from '../../../src/services/accounts/activate.ts'
import { closeAccount } from '../../../src/services/accounts/close.ts'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { editAccount } from '../../../src/services/accounts/edit.ts'
import { moved, moves, movesFrom, statuses } from '../../../src/services/accounts/rules.ts'
import { showAccount } from '../../../src/services/accounts/show.ts'
import { suspendAccount } from '../../../src/services/accounts/suspend.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'

it('an account moves between statuses by one table, over every pair', () => {
  const table = Object.fromEntries(
    statuses.map(status => [
      status,
      movesFrom(status).map(
        move => `${move}: ${moved(move, { status, statusReason: null }, 'r').status}`,
      ),
    ]),
  )
  expect(table).toEqual({
    active: ['suspend: suspended', 'close: closed'],
    suspended: ['activate: active', 'close: closed'],
    closed: ['activate: active'],
    template: [],
  })
  for (const status of statuses) {
    for (const move of moves) {
      const make = () => moved(move, { status, statusReason: null }, 'r')
      if (movesFrom(status).includes(move)) expect(make).not.toThrow()
      else expect(make).toThrow(expect.objectContaining({ code: 'illegal_state' }))
    }
  }
})

onEveryEngine('the status of an account', engine => {
  it('keeps its reason, and is lost with it', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1', noOwner: true })
    const suspended = await house.ask(suspendAccount, { account: 'c1', reason: 'unpaid' })
    expect(suspended).toMatchObject({ status: 'suspended', statusReason: 'unpaid' })
    expect(
      await failure(house.run(suspendAccount, { account: 'c1', reason: 'unpaid' })),
    ).toMatchObject({ code: 'illegal_state', details: { already: true, status: 'suspended' } })
    await house.ask(closeAccount, { account: 'c1', reason: 'ended' })
    expect(await house.ask(showAccount, { account: 'c1' })).toMatchObject({
      status: 'closed',
      statusReason: 'ended',
    })
    expect(await failure(house.run(editAccount, { account: 'c1', name: 'X' }))).toMatchObject({
      code: 'illegal_state',
    })
    expect(await house.ask(activateAccount, { account: 'c1' })).toMatchObject({
      status: 'active',
      statusReason: null,
    })
  })

  it('writes nothing on those beneath, and a dry run writes nothing at all', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1', noOwner: true })
    await house.ask(createAccount, { email: 'b@x.test', reference: 'c1b', parent: 'c1' })
    const input = { account: 'c1', reason: 'unpaid' }
    const { changes } = await house.run(suspendAccount, input, { dryRun: true })
    expect(changes).toMatchObject([{ after: { status: 'suspended', statusReason: 'unpaid' } }])
    expect(await house.ask(showAccount, { account: 'c1' })).toMatchObject({ status: 'active' })
    const done = await house.run(suspendAccount, input)
    expect(done.changes).toHaveLength(1)
    expect(await house.ask(showAccount, { account: 'c1b' })).toMatchObject({ status: 'active' })
  })
})

onEveryEngine('accounts.edit', engine => {
  it('changes what is given, clears what is empty, and falls back on the email as name', async () => {
    const house = await newHouse(engine)
    const given = { email: 'c@x.test', reference: 'c1', name: 'Client', city: 'Arusha' }
    await house.ask(createAccount, { ...given, noOwner: true })
    const edited = await house.ask(editAccount, {
      account: 'c1',
      name: '',
      city: '',
      country: 'tz',
    })
    expect(edited).toMatchObject({ name: 'c@x.test', city: null, country: 'TZ', reference: 'c1' })
    const { changes } = await house.run(editAccount, { account: 'c1', reference: 'c2' })
    expect(changes).toMatchObject([{ before: { reference: 'c1' }, after: { reference: 'c2' } }])
    await house.ask(createAccount, { email: 'd@x.test', reference: 'd', noOwner: true })
    const taken = await failure(house.run(editAccount, { account: 'd', reference: 'c2' }))
    expect(taken).toMatchObject({ code: 'conflict', field: 'reference' })
  })
})

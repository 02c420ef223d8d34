import { expect, it } from 'vitest'
import { createAccount } from '../../../src/services/accounts/create.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { suspendKey } from '../../../src/services/keys/suspend.ts'
import { reportAccess } from '../../../src/services/team/access-report.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { newHouse, onEveryEngine } from '../../support/house.ts'

onEveryEngine('team.access-report', engine => {
  it('tells of people and keys what they may, how far, and when they last did', async () => {
    const house = await newHouse(engine)
    await house.ask(createAccount, { email: 'c@x.test', reference: 'c1', name: 'Client' })
    const person = { email: 'op@acme.test', name: 'Op', role: 'support', accounts: ['c1'] }
    await house.ask(createSupervisor, person)
    await house.ask(createKey, { name: 'nightly', permissions: ['consumers:list'] })
    const report = async (raw = {}) => (await house.ask(reportAccess, raw)).data
    const all = await report()
    expect(all.map((one: { name: string }) => one.name)).toEqual(['ci', 'owner', 'Op', 'nightly'])
    expect(all[2]).toMatchObject({
      ...{ kind: 'person', role: 'support', level: 'account', accounts: 1 },
      ...{ reach: '1 account: Client', twoFactor: false, lastUsedAt: null },
    })
    expect(all[3]).toMatchObject({
      ...{ kind: 'key', level: 'whole', status: 'active', twoFactor: null, narrowed: true },
    })
    expect(all[3].permissions).toBeLessThan(all[2].permissions)
    await house.ask(suspendKey, { key: 'nightly' })
    expect(await report({ filter: 'kind=key status=suspended' })).toMatchObject([
      { name: 'nightly' },
    ])
    expect(await report({ filter: 'lastUsed=none kind=person' })).toHaveLength(2)
    expect(await report({ filter: 'twoFactor=no' })).toHaveLength(2)
    expect(await report({ search: 'op@' })).toMatchObject([{ name: 'Op' }])
  })
})

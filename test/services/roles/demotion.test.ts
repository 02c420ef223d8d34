import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { canI } from '../../../src/services/me/can-i.ts'
import { createRole } from '../../../src/services/roles/create.ts'
import { editRole } from '../../../src/services/roles/edit.ts'
import { showSettings } from '../../../src/services/settings/show.ts'
import { createSupervisor } from '../../../src/services/team/create.ts'
import { disableSupervisor } from '../../../src/services/team/disable.ts'
import { editSupervisor } from '../../../src/services/team/edit.ts'
import { failure, newHouse, onEveryEngine } from '../../support/house.ts'
import { signedIn } from '../../support/team.ts'

onEveryEngine('a demotion', engine => {
  it('holds from the very next command, for the person, their key, and a key of that key', async () => {
    const house = await newHouse(engine)
    const { id, call } = await signedIn(house, { role: 'administrator' })
    const keyOf = async (name: string, by: Partial<Call>): Promise<Partial<Call>> => {
      const { apiKey } = await house.ask(createKey, { name }, by)
      return { credential: { kind: 'apiKey', key: apiKey } }
    }
    const key = await keyOf('his', call)
    const all = [call, key, await keyOf('its', key)]
    for (const one of all) await house.ask(showSettings, {}, one)
    await house.ask(editSupervisor, { supervisor: id, role: 'support' })
    for (const one of all) {
      expect(await failure(house.ask(showSettings, {}, one))).toMatchObject({
        code: 'not_allowed',
        details: { permission: 'settings:show' },
      })
      expect(await house.ask(canI, { operation: 'settings.show' }, one)).toMatchObject({
        allowed: false,
      })
      await house.ask(listConsumers, {}, one)
    }
    await house.ask(disableSupervisor, { supervisor: id })
    for (const one of all) {
      expect(await failure(house.ask(listConsumers, {}, one))).toMatchObject({
        code: 'not_signed_in',
      })
    }
  })

  it('or a promotion is not made by whoever reaches less than those who have the role', async () => {
    const house = await newHouse(engine)
    const given = { name: 'Looker', base: 'administrator', permissions: ['consumers:list'] }
    await house.ask(createRole, given)
    const { call } = await signedIn(house, { role: 'administrator' })
    const edit = { role: 'Looker', permissions: ['consumers:*'] }
    const far = { email: 'far@acme.test', name: 'Far', role: 'looker', everyProvider: true }
    const { id } = await house.ask(createSupervisor, far)
    expect(await failure(house.ask(editRole, edit, call))).toMatchObject({
      code: 'not_allowed',
      message: "Somebody with this role reaches every provider, and you don't.",
    })
    await house.ask(editSupervisor, { supervisor: id, everyProvider: false })
    expect(await house.ask(editRole, edit, call)).toMatchObject({ people: 1 })
  })

  it('by a role that is edited holds for all who have it', async () => {
    const house = await newHouse(engine)
    await house.ask(createRole, { name: 'Helper', base: 'administrator' })
    const { call } = await signedIn(house, { role: 'helper' })
    await house.ask(showSettings, {}, call)
    // Nobody widens the role that they have themselves.
    await house.ask(editRole, { role: 'Helper', permissions: ['consumers:*', 'roles:*'] }, call)
    expect(await failure(house.ask(showSettings, {}, call))).toMatchObject({ code: 'not_allowed' })
    const back = { role: 'Helper', permissions: null }
    expect(await failure(house.ask(editRole, back, call))).toMatchObject({ code: 'not_allowed' })
  })
})

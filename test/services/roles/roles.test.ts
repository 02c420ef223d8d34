import { expect, it } from 'vitest'
import type { Call } from '../../../src/kernel/context.ts'
import { listConsumers } from '../../../src/services/consumers/list.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { compareRoles } from '../../../src/services/roles/compare.ts'
import { createRole } from '../../../src/services/roles/create.ts'
import { deleteRole } from '../../../src/services/roles/delete.ts'
import { editRole } from '../../../src/services/roles/edit.ts'
import { listRoles } from '../../../src/services/roles/list.ts'
import { listPermissions } from '../../../src/services/roles/permissions.ts'
import { showRole } from '../../../src/services/roles/show.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const desk = {
  name: 'Front desk',
  base: 'support',
  permissions: ['consumers:list', 'consumers.show', 'Consumers:Note'],
}

/** A call by a key of this role. */
const byKey = async (house: House, name: string, asked: object): Promise<Partial<Call>> => {
  const { apiKey } = await house.ask(createKey, { name, ...asked })
  return { credential: { kind: 'apiKey', key: apiKey } }
}

onEveryEngine('roles of a provider', engine => {
  it('derive from a base role, and are shown beside it', async () => {
    const house = await newHouse(engine)
    const made = await house.ask(createRole, desk)
    expect(made).toMatchObject({
      id: expect.stringMatching(/^rol_/),
      kind: 'custom',
      base: 'support',
      level: 'provider',
      permissions: ['consumers:list', 'consumers:show', 'consumers:note'],
      people: 0,
      keys: 0,
    })
    const { data, total } = await house.ask(listRoles)
    expect(data.map(({ name }: { name: string }) => name)).toEqual([
      ...['owner', 'administrator', 'finance', 'support', 'developer', 'auditor'],
      ...['platform-user', 'agent', 'Front desk'],
    ])
    expect(total).toBe(9)
    expect(data[0]).toMatchObject({ people: 1, kind: 'base', provider: null })
    expect(await house.ask(listRoles, { filter: 'kind=custom' })).toMatchObject({ total: 1 })
    expect(await house.ask(listRoles, { search: 'front' })).toMatchObject({ total: 1 })
    const shown = await house.ask(showRole, { role: 'FRONT desk' })
    expect(shown).toMatchObject({ id: made.id, actions: [{ allowed: true }, { allowed: true }] })
    expect(shown.allowed).toContain('consumers:note')
    expect(shown.allowed).not.toContain('consumers:suspend')
    const { actions } = await house.ask(showRole, { role: 'support' })
    expect(actions).toMatchObject([{ allowed: false }, { allowed: false }])
  })

  it('are listed in pages that neither lose nor repeat any', async () => {
    const house = await newHouse(engine)
    for (const name of ['a', 'b', 'c']) await house.ask(createRole, { ...desk, name })
    const names: string[] = []
    let cursor: string | undefined
    do {
      const page = await house.ask(listRoles, { limit: 4, sort: '-name', cursor })
      names.push(...page.data.map(({ name }: { name: string }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(names).toHaveLength(11)
    expect(names).toEqual([...names].sort().reverse())
    const first = await house.ask(listRoles, { limit: 1 })
    const wrong = house.ask(listRoles, { cursor: first.nextCursor, sort: 'name' })
    expect(await failure(wrong)).toMatchObject({ code: 'invalid_input', field: 'cursor' })
  })

  it('have a name of their own', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createRole, desk)
    const again = await failure(house.ask(createRole, { ...desk, name: ' FRONT  Desk' }))
    expect(again).toMatchObject({ code: 'conflict', field: 'name', details: { id } })
    for (const name of ['Owner', 'platform-user']) {
      expect(await failure(house.ask(createRole, { ...desk, name }))).toMatchObject({
        code: 'conflict',
      })
    }
    expect(await failure(house.ask(createRole, { ...desk, name: 'rol_x' }))).toMatchObject({
      code: 'invalid_input',
    })
  })

  it('allow what the base role does and no more, at a level no wider', async () => {
    const house = await newHouse(engine)
    const asked: [object, string, string | undefined][] = [
      [{ permissions: ['consumers:lst'] }, 'permissions', 'Did you mean consumers:list?'],
      [{ permissions: ['keys:create'] }, 'permissions', undefined],
      [{ permissions: ['db:*'] }, 'permissions', undefined],
      [{ permissions: [] }, 'permissions', undefined],
      [{ base: 'platform-user', level: 'provider' }, 'level', undefined],
      [{ level: 'whole' }, 'level', undefined],
      [{ base: 'boss' }, 'base', undefined],
    ]
    for (const [given, field, hint] of asked) {
      const refused = await failure(house.ask(createRole, { ...desk, ...given }))
      expect(refused).toMatchObject({ code: 'invalid_input', field })
      if (hint) expect(refused.hint).toContain(hint)
    }
    const whole = await house.ask(createRole, { name: 'Some', base: 'owner', level: 'account' })
    expect(whole).toMatchObject({ permissions: null, level: 'account' })
    const { allowed } = await house.ask(showRole, { role: 'Some' })
    expect(allowed).toContain('accounts:create')
    expect(allowed).not.toContain('roles:create')
    expect(allowed).not.toContain('db:backup')
  })

  it('decide at once what a key of theirs may, and can not be deleted before it is gone', async () => {
    const house = await newHouse(engine)
    const { id } = await house.ask(createRole, desk)
    const key = await byKey(house, 'desk', { role: 'front desk' })
    expect(await house.ask(listConsumers, {}, key)).toMatchObject({ total: 0 })
    const used = await failure(house.ask(deleteRole, { role: id }))
    expect(used).toMatchObject({ code: 'conflict', message: 'In use by 1 key.' })
    const edited = await house.ask(editRole, { role: id, permissions: ['consumers:note'] })
    expect(edited).toMatchObject({ keys: 1, permissions: ['consumers:note'] })
    expect(await failure(house.ask(listConsumers, {}, key))).toMatchObject({
      code: 'not_allowed',
      details: { permission: 'consumers:list' },
    })
    const { data } = await house.ask(listEvents, { filter: 'type=roles.edit' })
    expect(data).toMatchObject([{ subject: { id } }])
    await house.ask(createRole, { ...desk, name: 'Free' })
    expect(await house.ask(deleteRole, { role: 'Free' })).toMatchObject({ name: 'Free' })
    expect(await failure(house.ask(showRole, { role: 'Free' }))).toMatchObject({
      code: 'not_found',
      message: 'No such role.',
    })
  })

  it('are made and changed by nobody who may less', async () => {
    const house = await newHouse(engine)
    await house.ask(createRole, { name: 'Wide', base: 'administrator' })
    const narrow = await byKey(house, 'narrow', {
      permissions: ['roles:*', 'consumers:list', 'keys:create'],
    })
    const may = (raw: object) => house.ask(createRole, { name: 'X', ...raw }, narrow)
    expect(await failure(may({ base: 'support' }))).toMatchObject({ code: 'not_allowed' })
    await may({ base: 'support', permissions: ['consumers:list'] })
    for (const raw of [
      { permissions: ['consumers:list', 'consumers:show'] },
      { permissions: null },
    ]) {
      const refused = await failure(house.ask(editRole, { role: 'X', ...raw }, narrow))
      expect(refused).toMatchObject({ code: 'not_allowed' })
    }
    for (const operation of [editRole, deleteRole]) {
      const refused = await failure(house.ask(operation, { role: 'Wide' }, narrow))
      expect(refused).toMatchObject({ code: 'not_allowed' })
      const base = await failure(house.ask(operation, { role: 'support' }))
      expect(base).toMatchObject({ code: 'illegal_state' })
    }
  })

  it('can be compared, and told what each permission is for', async () => {
    const house = await newHouse(engine)
    await house.ask(createRole, desk)
    const compared = await house.ask(compareRoles, { one: 'support', other: 'Front desk' })
    expect(compared.onlyOther).toEqual([])
    expect(compared.onlyOne).toContain('consumers:suspend')
    const all = await house.ask(listPermissions, { limit: 500 })
    expect(all.data).toContainEqual({
      permission: 'consumers:delete',
      topic: 'consumers',
      summary: expect.stringContaining('Delete a consumer'),
      effect: 'destroy',
      level: 'sub-account',
    })
    const own = await house.ask(listPermissions, { role: 'Front desk', filter: 'topic=consumers' })
    expect(own.data.map((one: { permission: string }) => one.permission)).toEqual([
      ...['consumers:list', 'consumers:note', 'consumers:show'],
    ])
  })
})

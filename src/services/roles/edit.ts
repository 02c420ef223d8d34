import { clearable, optional } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import * as fields from './fields.ts'
import { checkHoldersReached } from './holders.ts'
import { checkCustom, refuseRoleAbove } from './making.ts'
import { getRole, refuseTaken, roleKey } from './queries.ts'
import { Role, roleRecord } from './record.ts'
import { rolesTable } from './table.ts'

export const editRole = operation({
  name: 'roles.edit',
  summary: 'Change a role of your own, and with it what everybody may who has it.',
  effect: 'write',
  confirm: true,
  input: {
    role: fields.role,
    name: optional(fields.name),
    level: optional(fields.level),
    permissions: clearable(fields.permissions),
    description: clearable(fields.description),
  },
  output: Role,
  async run(world, { role, name, description, ...given }) {
    const { store, actor } = world
    const found = await getRole(store, role)
    const { base } = found
    const level = given.level ?? found.level
    const wanted = given.permissions === undefined ? found.permissions : given.permissions
    const permissions = checkCustom({ base, level }, wanted)
    // Neither what it was nor what it is to be is beyond whoever changes it.
    refuseRoleAbove(actor, found)
    refuseRoleAbove(actor, { base, level, permissions })
    await checkHoldersReached(world, found)
    if (name !== undefined) await refuseTaken(store, name, found.key)
    const named = name === undefined ? {} : { name, nameKey: roleKey(name) }
    const patch = { ...named, level, permissions, description }
    const row = await store.update(rolesTable, found, patch)
    return roleRecord(store, { base, row })
  },
})

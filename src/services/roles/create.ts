import { optional } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import * as fields from './fields.ts'
import { checkCustom, ownLevel, refuseRoleAbove } from './making.ts'
import { refuseTaken, roleKey } from './queries.ts'
import { Role, roleRecord } from './record.ts'
import { rolesTable } from './table.ts'

export const createRole = operation({
  name: 'roles.create',
  summary: 'Make a role of your own out of a base role: fewer permissions, or less reach.',
  effect: 'write',
  input: {
    name: fields.name,
    base: fields.base,
    level: optional(fields.level),
    permissions: optional(fields.permissions),
    description: optional(fields.description),
  },
  output: Role,
  async run({ store, now, ids, actor }, { name, base, description = null, ...given }) {
    const level = given.level ?? ownLevel(base)
    const permissions = checkCustom({ base, level }, given.permissions ?? null)
    refuseRoleAbove(actor, { base, level, permissions })
    await refuseTaken(store, name, null)
    const row = await store.insert(rolesTable, {
      ...{ id: ids.make('rol'), name, nameKey: roleKey(name), description },
      ...{ base, level, permissions, createdAt: now },
    })
    return roleRecord(store, { base, row })
  },
})

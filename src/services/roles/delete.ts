import { operation } from '../world.ts'
import * as fields from './fields.ts'
import { refuseRoleAbove } from './making.ts'
import { getRole } from './queries.ts'
import { Role, roleRecord } from './record.ts'
import { refuseUsed } from './rules.ts'
import { rolesTable } from './table.ts'

export const deleteRole = operation({
  name: 'roles.delete',
  summary: 'Delete a role of your own that nobody has.',
  effect: 'destroy',
  input: { role: fields.role },
  output: Role,
  async run({ store, actor }, { role }) {
    const found = await getRole(store, role)
    refuseRoleAbove(actor, found)
    const record = await roleRecord(store, { base: found.base, row: found })
    refuseUsed(record)
    await store.remove(rolesTable, found)
    return record
  },
})

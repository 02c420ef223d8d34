import * as z from 'zod/mini'
import { operation } from '../world.ts'
import { Action } from './actions.ts'
import * as fields from './fields.ts'
import { permissionsOf } from './patterns.ts'
import { findRole } from './queries.ts'
import { Role, roleRecord, standingOfFound } from './record.ts'
import { roleActions } from './role-actions.ts'

export const showRole = operation({
  name: 'roles.show',
  summary: 'One role: what it derives from, what it allows, and how many have it.',
  effect: 'read',
  level: 'sub-account',
  input: { role: fields.role },
  output: z.extend(Role, {
    /** Every permission that it comes to, patterns worked out. */
    allowed: z.array(z.string()),
    actions: z.array(Action),
  }),
  async run(world, { role }) {
    const found = await findRole(world.store, role)
    const record = await roleRecord(world.store, found)
    const allowed = permissionsOf(standingOfFound(found))
    return { ...record, allowed, actions: roleActions(world, record) }
  },
})

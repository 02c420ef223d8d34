import { pageOfFew } from '../../kernel/few.ts'
import { optional, ref } from '../../kernel/fields.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf } from '../../kernel/page.ts'
import { levels } from '../../kernel/permission.ts'
import { operation } from '../world.ts'
import { knownPermissions, Permission } from './known.ts'
import { type KnownPermission, may } from './may.ts'
import { findRole } from './queries.ts'
import { standingOfFound } from './record.ts'

const filters = {
  topic: { kind: 'text' },
  effect: { kind: 'choice', choices: ['read', 'write', 'destroy'] },
  level: { kind: 'choice', choices: levels },
} satisfies FilterFields

const sorts = { permission: (one: Permission) => one.permission }

export const listPermissions = operation({
  name: 'roles.permissions',
  summary: 'Everything that can be allowed, or what one role allows.',
  effect: 'read',
  level: 'sub-account',
  input: {
    role: optional(ref('roles', 'Only what this role allows: its name or id.')),
    ...listFields({ filters, sorts: Object.keys(sorts), search: 'permission and summary' }),
  },
  output: pageOf(Permission),
  prepare: () => knownPermissions(),
  async run({ store, now }, { role, ...input }, known) {
    const standing = role === undefined ? null : standingOfFound(await findRole(store, role))
    const all = standing
      ? known.filter(one => may(standing, one.permission as KnownPermission))
      : known
    const cursorKey = cursorKeyOf(store.scope)
    const list = {
      ...{ cursors: 'permissions', filters, sorts, defaultSort: 'permission' },
      id: ({ permission }: Permission) => permission,
      texts: ({ permission, summary }: Permission) => [permission, summary],
    }
    return pageOfFew(all, list, input, { now, cursorKey })
  },
})

import { pageOfFew } from '../../kernel/few.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf } from '../../kernel/page.ts'
import { levels } from '../../kernel/permission.ts'
import { operation } from '../world.ts'
import { baseRoles } from './base.ts'
import { allRoles, rolesNamed } from './queries.ts'
import { Role, roleRecords } from './record.ts'

const filters = {
  kind: { kind: 'choice', choices: ['base', 'custom'] },
  base: { kind: 'choice', choices: Object.keys(baseRoles) },
  level: { kind: 'choice', choices: levels },
  name: { kind: 'text' },
  provider: { kind: 'text', nullable: true, about: 'by id; none of base roles' },
  people: { kind: 'number' },
  keys: { kind: 'number' },
} satisfies FilterFields

const sorts = {
  /** Base roles first, as they are listed everywhere; then the others by name. */
  role: (role: Role) => `${role.kind} ${role.kind === 'base' ? rank(role.id) : role.name}`,
  name: (role: Role) => role.name,
  people: (role: Role) => role.people,
  created: (role: Role) => role.createdAt ?? '',
}

const rank = (id: string): string => String(Object.keys(baseRoles).indexOf(id)).padStart(2, '0')

export const listRoles = operation({
  name: 'roles.list',
  summary: 'Roles: those there are everywhere, beside your own.',
  effect: 'read',
  level: 'sub-account',
  input: listFields({ filters, sorts: Object.keys(sorts), search: 'name and description' }),
  output: pageOf(Role),
  pick: { named: ({ store }, selectors) => rolesNamed(store, selectors) },
  async run({ store, now }, input) {
    const all = await roleRecords(store, await allRoles(store))
    const cursorKey = cursorKeyOf(store.scope)
    const list = {
      ...{ cursors: 'roles', filters, sorts, defaultSort: 'role' },
      id: ({ id }: Role) => id,
      texts: ({ name, description }: Role) => [name, description],
    }
    return pageOfFew(all, list, input, { now, cursorKey })
  },
})

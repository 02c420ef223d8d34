import { pageOfFew } from '../../kernel/few.ts'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf } from '../../kernel/page.ts'
import { levels } from '../../kernel/permission.ts'
import { operation } from '../world.ts'
import { Access, accessOf } from './reporting.ts'

const filters = {
  kind: { kind: 'choice', choices: ['person', 'key'] },
  status: { kind: 'text', about: 'such as active, disabled, expired' },
  role: { kind: 'text', nullable: true },
  level: { kind: 'choice', choices: levels },
  email: { kind: 'text', nullable: true },
  provider: { kind: 'text', about: 'by id' },
  permissions: { kind: 'number' },
  accounts: { kind: 'number', about: 'how many are within reach' },
  narrowed: { kind: 'flag', about: 'a key of fewer permissions than its role has' },
  twoFactor: { kind: 'flag', nullable: true },
  twoFactorRequired: { kind: 'flag', nullable: true },
  lastUsed: { kind: 'instant', nullable: true },
  created: { kind: 'instant' },
} satisfies FilterFields

const sorts = {
  /** Those who may most first, as one reads such a report. */
  power: (one: Access) => 1_000_000 - one.permissions * 10 + levels.indexOf(one.level),
  name: (one: Access) => one.name,
  lastUsed: (one: Access) => one.lastUsedAt ?? '',
  created: (one: Access) => one.createdAt,
}

export const reportAccess = operation({
  name: 'team.access-report',
  summary: 'Who can do what: people and keys, their role, reach and last use, the mightiest first.',
  effect: 'read',
  level: 'account',
  input: listFields({ filters, sorts: Object.keys(sorts), search: 'name and email' }),
  output: pageOf(Access),
  async run({ store, now }, input) {
    const cursorKey = cursorKeyOf(store.scope)
    const list = {
      ...{ cursors: 'access', filters, sorts, defaultSort: 'power' },
      values: {
        lastUsed: (one: Access) => one.lastUsedAt,
        created: (one: Access) => one.createdAt,
      },
      id: ({ id }: Access) => id,
      texts: ({ name, email }: Access) => [name, email],
    }
    return pageOfFew(await accessOf(store, now), list, input, { now, cursorKey })
  },
})

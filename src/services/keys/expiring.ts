import { and, gt, lte, ne } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import { instant, optional } from '../../kernel/fields.ts'
import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { keyFields, keyPage } from './listing.ts'
import { Key } from './record.ts'
import { keysTable } from './table.ts'

const thirtyDays = 30 * 86_400_000

export const expiringKeys = operation({
  name: 'keys.expiring',
  summary: 'API keys whose time will soon be over, the soonest first.',
  effect: 'read',
  level: 'account',
  input: {
    within: optional(instant({ about: 'Until when: 2w, or a date; 30d unless it is given.' })),
    ...keyFields,
  },
  output: pageOf(Key),
  check({ within }, now) {
    if (within && within <= now) throw invalid('within', 'within must lie in the future.')
  },
  run({ store, now }, { within = new Date(now.getTime() + thirtyDays), ...input }) {
    const { status, expiresAt } = store.table(keysTable)
    const where = and(ne(status, 'revoked'), gt(expiresAt, now), lte(expiresAt, within))
    return keyPage(store, now, input, { where, defaultSort: 'expires', cursors: 'keys.expiring' })
  },
})

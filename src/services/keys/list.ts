import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { keysNamed } from './queries.ts'
import { Key, keyRecord } from './record.ts'
import { keysTable } from './table.ts'

const filters = {
  status: { kind: 'choice', choices: ['active', 'suspended', 'revoked'] },
  name: { kind: 'text' },
  created: { kind: 'instant' },
  lastUsed: { kind: 'instant', nullable: true },
} satisfies FilterFields

export const listKeys = operation({
  name: 'keys.list',
  summary: 'API keys, the newest first.',
  effect: 'read',
  level: 'account',
  input: listFields({ filters, sorts: ['created', 'name'] }),
  output: pageOf(Key),
  pick: { named: ({ store }, selectors) => keysNamed(store, selectors) },
  async run({ store, now }, input) {
    const table = store.table(keysTable)
    const listing = {
      spec: keysTable,
      filters: {
        status: { ...filters.status, column: table.status },
        name: { ...filters.name, column: table.name },
        created: { ...filters.created, column: table.createdAt },
        lastUsed: { ...filters.lastUsed, column: table.lastUsedAt },
      },
      sorts: {
        created: { column: table.createdAt, instant: true },
        name: { column: store.expressions.byCodePoint(table.name) },
      },
      defaultSort: '-created',
    }
    const terms = termsOf(input.filter, filters, now)
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: rows.map(keyRecord), ...page }
  },
})

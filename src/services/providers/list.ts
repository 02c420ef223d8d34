import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { normaliseText } from '../../kernel/search.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { isLiving, providersNamed, reachDeleted } from './queries.ts'
import { Provider, providerRecord } from './record.ts'
import { statuses } from './rules.ts'
import { providersTable } from './table.ts'

const filters = {
  status: { kind: 'choice', choices: statuses },
  name: { kind: 'text' },
  reference: { kind: 'text' },
  email: { kind: 'text', nullable: true },
  country: { kind: 'text', nullable: true },
  created: { kind: 'instant' },
} satisfies FilterFields

export const listProviders = operation({
  name: 'providers.list',
  summary: 'Providers, the newest first. Deleted ones only when a filter asks for them.',
  effect: 'read',
  input: listFields({
    filters,
    sorts: ['created', 'name'],
    search: 'name, reference and email',
  }),
  output: pageOf(Provider),
  pick: { named: ({ store }, selectors) => providersNamed(store, selectors) },
  async run({ store, now, actor }, input) {
    const terms = termsOf(input.filter, filters, now)
    const asksForStatus = terms.some(({ field, op }) => field === 'status' && op === '=')
    if (asksForStatus) await reachDeleted(store, actor)
    const table = store.table(providersTable)
    const listing = {
      spec: providersTable,
      filters: {
        status: { ...filters.status, column: table.status },
        name: {
          ...filters.name,
          column: table.name,
          folded: { column: table.sortName, fold: normaliseText },
        },
        reference: { ...filters.reference, column: table.reference },
        email: { ...filters.email, column: table.email },
        country: { ...filters.country, column: table.country },
        created: { ...filters.created, column: table.createdAt },
      },
      sorts: {
        created: { column: table.createdAt, instant: true },
        name: { column: table.sortName },
      },
      defaultSort: '-created',
      search: { column: table.searchText, index: null },
      where: asksForStatus ? undefined : isLiving,
    }
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: rows.map(providerRecord), ...page }
  },
})

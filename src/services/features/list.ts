import { and, or, type SQL } from 'drizzle-orm'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { featuresNamed } from './queries.ts'
import { Feature, featureRecords } from './record.ts'
import { featuresTable } from './table.ts'

const filters = {
  reference: { kind: 'text' },
  name: { kind: 'text' },
  created: { kind: 'instant' },
} satisfies FilterFields

/** Each word is somewhere in the reference or the name. */
const about = (tx: Tx, search = ''): SQL | undefined => {
  const { reference, name } = tx.table(featuresTable)
  const words = search.split(/\s+/).filter(word => word !== '')
  const { includes } = tx.expressions
  return and(...words.map(word => or(includes(reference, word), includes(name, word))))
}

export const listFeatures = operation({
  name: 'features.list',
  summary: 'What a provider has to give to its accounts, by reference.',
  effect: 'read',
  level: 'sub-account',
  input: listFields({
    filters,
    sorts: ['reference', 'name', 'created'],
    search: 'reference and name',
  }),
  output: pageOf(Feature),
  pick: { named: ({ store }, selectors) => featuresNamed(store, selectors) },
  async run({ store, now }, input) {
    const table = store.table(featuresTable)
    const { byCodePoint } = store.expressions
    const listing = {
      spec: featuresTable,
      where: about(store, input.search),
      filters: {
        reference: { ...filters.reference, column: table.reference },
        name: { ...filters.name, column: table.name },
        created: { ...filters.created, column: table.createdAt },
      },
      sorts: {
        reference: { column: byCodePoint(table.reference) },
        name: { column: byCodePoint(table.name) },
        created: { column: table.createdAt, instant: true },
      },
      defaultSort: 'reference',
    }
    const terms = termsOf(input.filter, filters, now)
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: await featureRecords(store, rows), ...page }
  },
})

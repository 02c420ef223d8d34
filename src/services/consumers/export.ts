import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { consumerListing, filters, sorts } from './listing.ts'
import { Consumer, consumerRecord } from './record.ts'

export const exportConsumers = operation({
  name: 'consumers.export',
  summary: 'Everything known of the consumers that match, in a form that import reads back.',
  effect: 'read',
  // One event for an export, however many pages it takes.
  recorded: input => input.cursor === undefined,
  sensitive: true,
  input: listFields({ filters, sorts, search: 'name, email, company and phone' }),
  output: pageOf(Consumer),
  async run({ store, now }, { filter, ...input }) {
    const terms = termsOf(filter, filters, now)
    const { rows, ...page } = await listRows(store, consumerListing(store, now, terms), {
      ...input,
      terms,
    })
    // Handing out people's data is kept in the log: by what was asked, and how many that were.
    store.note({ filter: filter ?? null, search: input.search ?? null, matched: page.total })
    return { data: rows.map(row => consumerRecord(row, now)), ...page }
  },
})

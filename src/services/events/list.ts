import { listFields, pageOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { eventListing, eventTerms, filterFields, filters } from './listing.ts'
import { Event, eventRecord } from './record.ts'

export const listEvents = operation({
  name: 'events.list',
  summary: 'What happened, the newest first.',
  effect: 'read',
  input: { ...filterFields, ...listFields({ filters, sorts: ['sequence'] }) },
  output: pageOf(Event),
  async run({ store, now }, { limit, cursor, sort, count, ...conditions }) {
    const terms = await eventTerms(store, conditions, now)
    const input = { terms, limit, cursor, sort, count }
    const { rows, ...page } = await listRows(store, eventListing(store), input)
    return { data: rows.map(row => eventRecord(row, store.scope.providerId)), ...page }
  },
})

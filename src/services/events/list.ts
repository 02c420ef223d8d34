import { extend } from 'zod/mini'
import { listFields, pageOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { Archived, archivedHere } from './archives.ts'
import { eventListing, eventTerms, filterFields, filters } from './listing.ts'
import { Event, eventRecord } from './record.ts'

export const listEvents = operation({
  name: 'events.list',
  summary: 'What happened, the newest first.',
  effect: 'read',
  input: { ...filterFields, ...listFields({ filters, sorts: ['sequence'] }) },
  output: extend(pageOf(Event), { archived: Archived }),
  async run({ store, now }, input) {
    const terms = await eventTerms(store, input, now)
    const { rows, ...page } = await listRows(store, eventListing(store), terms, input)
    const data = rows.map(row => eventRecord(row, store.scope.providerId))
    return { data, ...page, archived: await archivedHere(store) }
  },
})

import * as z from 'zod/mini'
import { listFields, pageOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { readArchives } from './archives.ts'
import { eventListing, eventTerms, filterFields, filters } from './listing.ts'
import { Event, eventRecord } from './record.ts'

export const listEvents = operation({
  name: 'events.list',
  summary: 'What happened, the newest first.',
  effect: 'read',
  input: { ...filterFields, ...listFields({ filters, sorts: ['sequence'] }) },
  output: z.extend(pageOf(Event), {
    /** The files that the oldest events are in, and the last of those; null where none are archived. */
    archived: z.nullable(z.object({ through: z.number(), files: z.array(z.string()) })),
  }),
  async run({ store, now }, input) {
    const terms = await eventTerms(store, input, now)
    const { rows, ...page } = await listRows(store, eventListing(store), terms, input)
    const archives = await readArchives(store)
    const through = archives.at(-1)?.last
    const files = archives.map(({ file }) => file)
    const archived = through === undefined ? null : { through, files }
    return { data: rows.map(row => eventRecord(row, store.scope.providerId)), ...page, archived }
  },
})

import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { operation } from '../world.ts'
import { consumerListing, filters, sorts } from './listing.ts'
import { Consumer, consumerRecord } from './record.ts'

export const listConsumers = operation({
  name: 'consumers.list',
  summary: 'Consumers, the newest first. Deleted ones only when a filter asks for them.',
  effect: 'read',
  input: listFields({ filters, sorts, search: 'name, email, company and phone' }),
  output: pageOf(Consumer),
  async run({ store, now }, { filter, ...input }) {
    const terms = termsOf(filter, filters, now)
    const { rows, ...page } = await listRows(store, consumerListing(store, now, terms), {
      ...input,
      terms,
    })
    return { data: rows.map(row => consumerRecord(row, now)), ...page }
  },
})

import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { consumerFields, consumerPage } from './listing.ts'
import { Consumer } from './record.ts'

export const exportConsumers = operation({
  name: 'consumers.export',
  summary: 'Everything known of the consumers that match, in a form that import reads back.',
  effect: 'read',
  level: 'sub-account',
  // One event for an export, however many pages it takes: a cursor of its own says that there was one.
  recorded: input => input.cursor === undefined,
  sensitive: true,
  input: consumerFields,
  output: pageOf(Consumer),
  async run({ store, now }, input) {
    const page = await consumerPage(store, now, input, { cursors: 'export' })
    // Handing out people's data is kept in the log: by what was asked, and how many that were.
    const { filter = null, search = null } = input
    store.note({ filter, search, matched: page.total })
    return page
  },
})

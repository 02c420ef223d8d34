import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { readEvent } from './queries.ts'
import { FullEvent, fullRecord } from './record.ts'

export const showEvent = operation({
  name: 'events.show',
  summary: 'One event: who did what to whom, from where, and each field before and after.',
  effect: 'read',
  input: { event: ref('events', 'The event: its number or its id.') },
  output: FullEvent,
  async run({ store }, { event }) {
    return fullRecord(await readEvent(store, event), store.scope.providerId)
  },
})

import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { allCounts, countDocuments } from '../documents/queries.ts'
import { statuses as documentStatuses } from '../documents/rules.ts'
import { operation } from '../world.ts'
import { readConsumer } from './queries.ts'
import { actionsOn, Consumer, consumerRecord } from './record.ts'

export const showConsumer = operation({
  name: 'consumers.show',
  summary: 'One consumer: who they are, where they stand, and what can be done now.',
  effect: 'read',
  input: { consumer: ref('consumers') },
  output: z.extend(Consumer, {
    /** How many of each status. */
    documents: z.record(z.enum(documentStatuses), z.number()),
    actions: z.array(z.string()),
  }),
  async run({ store, now }, { consumer }) {
    const row = await readConsumer(store, consumer)
    const counts = await countDocuments(store, [row.key], now)
    const documents = allCounts(counts.get(row.key))
    return { ...consumerRecord(row, now), documents, actions: actionsOn(row, now) }
  },
})

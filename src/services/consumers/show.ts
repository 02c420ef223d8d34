import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { readConsumer } from './queries.ts'
import { actionsOn, Consumer, consumerRecord } from './record.ts'

export const showConsumer = operation({
  name: 'consumers.show',
  summary: 'One consumer: who they are, where they stand, and what can be done now.',
  effect: 'read',
  input: { consumer: ref('consumers') },
  output: z.extend(Consumer, { actions: z.array(z.string()) }),
  async run({ store, now }, { consumer }) {
    const row = await readConsumer(store, consumer)
    return { ...consumerRecord(row, now), actions: actionsOn(row, now) }
  },
})

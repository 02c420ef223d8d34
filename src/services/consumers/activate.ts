import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { fetchNamed } from './known.ts'
import { moveConsumer } from './moves.ts'
import { Consumer, recordIn } from './record.ts'
import { activate } from './rules.ts'

export const activateConsumer = operation({
  name: 'consumers.activate',
  summary: 'End a suspension: the consumer is what they were before it.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: { consumer: ref('consumers') },
  output: Consumer,
  prefetch: fetchNamed,
  run: async (world, { consumer }) =>
    recordIn(world, await moveConsumer(world, consumer, activate)),
})

import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { fetchNamed } from './known.ts'
import { moveConsumer } from './moves.ts'
import { Consumer, recordIn } from './record.ts'
import { reopen } from './rules.ts'

export const reopenConsumer = operation({
  name: 'consumers.reopen',
  summary: 'Take a rejected consumer back into the queue: pending again.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: { consumer: ref('consumers') },
  output: Consumer,
  prefetch: fetchNamed,
  run: async (world, { consumer }) => recordIn(world, await moveConsumer(world, consumer, reopen)),
})

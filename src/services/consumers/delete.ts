import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { fetchNamed } from './known.ts'
import { moveConsumer } from './moves.ts'
import { Consumer, recordIn } from './record.ts'
import { remove } from './rules.ts'

export const deleteConsumer = operation({
  name: 'consumers.delete',
  summary:
    'Delete a consumer. Email, phone and external id are free again; restore brings it back.',
  effect: 'destroy',
  level: 'sub-account',
  input: { consumer: ref('consumers') },
  output: Consumer,
  prefetch: fetchNamed,
  run: async (world, { consumer }) => recordIn(world, await moveConsumer(world, consumer, remove)),
})

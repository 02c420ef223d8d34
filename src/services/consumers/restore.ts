import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { refuseSeatless } from './joining.ts'
import { fetchNamed } from './known.ts'
import { getConsumer, refuseTaken, updateConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import { refuseMerged, restore } from './rules.ts'

export const restoreConsumer = operation({
  name: 'consumers.restore',
  summary: 'Bring a deleted consumer back as they were. Only the id finds a deleted one.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: { consumer: ref('consumers', 'The deleted consumer: its id.') },
  output: Consumer,
  prefetch: fetchNamed,
  async run(world, { consumer }) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    refuseMerged(found)
    const standing = restore(found)
    // What deletion freed may be somebody else's by now.
    await refuseTaken(store, found, found.key)
    const row = await updateConsumer(store, found, standing)
    await refuseSeatless(store, row)
    return recordIn(world, row)
  },
})

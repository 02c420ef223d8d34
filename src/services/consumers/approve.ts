import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { moveConsumer } from './moves.ts'
import { fetchTold, notify } from './notices.ts'
import { Consumer, recordIn } from './record.ts'
import { approve } from './rules.ts'

export const approveConsumer = operation({
  name: 'consumers.approve',
  summary: 'Let a pending consumer in, and tell them by email and SMS.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: { consumer: ref('consumers') },
  output: Consumer,
  prefetch: fetchTold,
  async run(world, { consumer }) {
    const row = await moveConsumer(world, consumer, approve)
    await notify(world, row, { template: 'consumer.approved', channels: ['email', 'sms'] })
    return recordIn(world, row)
  },
})

import { ref, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { moveConsumer } from './moves.ts'
import { fetchTold, notify } from './notices.ts'
import { Consumer, recordIn } from './record.ts'
import { reject } from './rules.ts'

export const rejectConsumer = operation({
  name: 'consumers.reject',
  summary: 'Turn a pending consumer down, and tell them why by email and SMS.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: {
    consumer: ref('consumers'),
    reason: text({ about: 'Why; the person is told.', max: 500 }),
  },
  output: Consumer,
  prefetch: fetchTold,
  async run(world, { consumer, reason }) {
    const row = await moveConsumer(world, consumer, from => reject(from, reason))
    const data = { reason }
    await notify(world, row, { template: 'consumer.rejected', data, channels: ['email', 'sms'] })
    return recordIn(world, row)
  },
})

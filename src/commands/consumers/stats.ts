import { commandFor } from '../../cli/command.ts'
import { statsSections } from '../../cli/views/consumer.ts'
import { consumerStats } from '../../services/consumers/stats.ts'

export default commandFor(consumerStats, {
  examples: ['steward consumers stats', 'steward consumers stats --days 7 --json'],
  sections: statsSections,
})

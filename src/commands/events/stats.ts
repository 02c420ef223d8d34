import { commandFor } from '../../cli/command.ts'
import { statsSections } from '../../cli/views/event.ts'
import { eventStats } from '../../services/events/stats.ts'

export default commandFor(eventStats, {
  examples: ['steward events stats', 'steward events stats --from -7d --json'],
  sections: statsSections,
})

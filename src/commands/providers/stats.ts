import { commandFor } from '../../cli/command.ts'
import { providerStatsSections } from '../../cli/views/provider.ts'
import { providerStats } from '../../services/providers/stats.ts'

export default commandFor(providerStats, {
  examples: ['steward providers stats', 'steward providers stats --json'],
  sections: providerStatsSections,
})

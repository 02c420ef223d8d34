import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { enableProvider } from '../../services/providers/enable.ts'

export default commandFor(enableProvider, {
  positionals: ['provider'],
  examples: ['steward providers enable north', 'steward providers enable north --json'],
  sections: providerSections,
  done: 'Enabled',
})

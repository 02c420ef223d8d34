import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { showProvider } from '../../services/providers/show.ts'

export default commandFor(showProvider, {
  positionals: ['provider'],
  examples: ['steward providers show north', 'steward providers show default --json'],
  sections: providerSections,
})

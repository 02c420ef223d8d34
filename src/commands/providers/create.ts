import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { createProvider } from '../../services/providers/create.ts'

export default commandFor(createProvider, {
  examples: [
    'steward providers create --name North --reference north',
    'steward providers create --name North --reference north --email ops@north.example --country KE --json',
  ],
  sections: providerSections,
  done: 'Added',
})

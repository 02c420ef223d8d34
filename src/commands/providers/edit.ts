import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { editProvider } from '../../services/providers/edit.ts'

export default commandFor(editProvider, {
  positionals: ['provider'],
  examples: [
    'steward providers edit north --name "North & Co"',
    'steward providers edit north --email ops@north.example --country KE --json',
  ],
  sections: providerSections,
  done: 'Changed',
})

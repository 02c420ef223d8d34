import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { deleteProvider } from '../../services/providers/delete.ts'

export default commandFor(deleteProvider, {
  positionals: ['provider'],
  examples: [
    'steward providers delete north --dry-run',
    'steward providers delete north --confirm North --json',
  ],
  sections: providerSections,
  nameTyped: ({ name }: { name: string }) => name,
  done: 'Deleted',
})

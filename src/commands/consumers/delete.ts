import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { deleteConsumer } from '../../services/consumers/delete.ts'

export default commandFor(deleteConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers delete bob@example.org --dry-run',
    'steward consumers delete bob@example.org --yes --json',
  ],
  sections: personSections,
  done: 'Deleted',
})

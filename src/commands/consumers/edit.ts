import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { editConsumer } from '../../services/consumers/edit.ts'

export default commandFor(editConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers edit ada@example.org --company "Okafor Ltd" --country NG',
    'steward consumers edit ada@example.org --phone "" --dry-run',
  ],
  sections: personSections,
  done: 'Changed',
})

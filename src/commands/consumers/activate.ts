import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { activateConsumer } from '../../services/consumers/activate.ts'

export default commandFor(activateConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers activate bob@example.org',
    'steward consumers activate bob@example.org --dry-run --json',
  ],
  sections: personSections,
  done: 'Activated',
})

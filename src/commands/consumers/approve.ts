import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { approveConsumer } from '../../services/consumers/approve.ts'

export default commandFor(approveConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers approve bob@example.org',
    'steward consumers approve bob@example.org --dry-run --json',
  ],
  sections: personSections,
  done: 'Approved',
})

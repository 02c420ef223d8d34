import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { reopenConsumer } from '../../services/consumers/reopen.ts'

export default commandFor(reopenConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers reopen bob@example.org',
    'steward consumers reopen bob@example.org --dry-run --json',
  ],
  sections: personSections,
  done: 'Reopened',
})

import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { rejectConsumer } from '../../services/consumers/reject.ts'

export default commandFor(rejectConsumer, {
  positionals: ['consumer'],
  examples: ['steward consumers reject bob@example.org --reason "The documents do not match."'],
  sections: personSections,
  done: 'Rejected',
})

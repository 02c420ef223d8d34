import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { showConsumer } from '../../services/consumers/show.ts'

export default commandFor(showConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers show ada@example.org',
    'steward consumers show +255712345678 --json',
    'steward consumers show ada@example.org --fields id,status,statusReason --json',
  ],
  sections: personSections,
})

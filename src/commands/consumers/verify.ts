import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { verifyConsumer } from '../../services/consumers/verify.ts'

export default commandFor(verifyConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers verify ada@example.org --reason "Called back, ticket 4711"',
    'steward consumers verify ada@example.org --email --undo --reason "Mail bounced" --json',
  ],
  sections: personSections,
  done: 'Changed',
})

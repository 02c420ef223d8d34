import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { createConsumer } from '../../services/consumers/create.ts'

export default commandFor(createConsumer, {
  examples: [
    'steward consumers create --name "Ada Okafor" --email ada@example.org --country KE',
    'steward consumers create --name Bob --email bob@example.org --status pending --idempotency-key k1 --json',
  ],
  sections: personSections,
  done: 'Added',
})

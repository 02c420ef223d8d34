import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { suspendConsumer } from '../../services/consumers/suspend.ts'

export default commandFor(suspendConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers suspend ada@example.org --reason "chargeback" --json',
    'steward consumers suspend ada@example.org --reason "unpaid invoice" --kind payment --until +14d',
  ],
  sections: personSections,
  done: 'Suspended',
})

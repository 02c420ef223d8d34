import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { suspendConsumer } from '../../services/consumers/suspend.ts'

export default commandFor(suspendConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers suspend ada@example.org --reason "chargeback" --json',
    'steward consumers suspend ada@example.org --reason "unpaid invoice" --kind payment --until +14d',
    "steward consumers suspend --filter 'country=KE' --reason audit --confirm 46 --json",
    'steward consumers suspend --resume run_01k9p3x4m8e0h9q6t5v2w7y8za',
  ],
  sections: personSections,
  done: 'Suspended',
})

import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { restoreConsumer } from '../../services/consumers/restore.ts'

export default commandFor(restoreConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers restore con_01k9p3x4m8e0h9q6t5v2w7y8za',
    'steward consumers restore con_01k9p3x4m8e0h9q6t5v2w7y8za --dry-run --json',
  ],
  sections: personSections,
  done: 'Restored',
})

import { commandFor } from '../../cli/command.ts'
import { releaseOutbox } from '../../services/outbox/release.ts'

export default commandFor(releaseOutbox, {
  positionals: ['message'],
  examples: ['steward outbox release', 'steward outbox release msg_01k9p3x4m8e0h9q6t5v2w7y8za'],
  description: 'What is past its time by now expires instead of leaving.',
})

import { commandFor } from '../../cli/command.ts'
import { mergeForetold, mergeSections } from '../../cli/views/merge.ts'
import { mergeConsumers } from '../../services/consumers/merge.ts'

export default commandFor(mergeConsumers, {
  positionals: ['consumer', 'duplicate'],
  examples: [
    'steward consumers merge ada@example.org bob@example.org --dry-run --json',
    'steward consumers merge ada@example.org bob@example.org --take name,country --yes',
  ],
  description:
    'The first stays and keeps its id. The second is deleted, says where it went, and can not be restored. A suspension of either stays.',
  sections: mergeSections,
  foretold: mergeForetold,
  question: async () => 'Merge them?',
  done: 'Merged',
})

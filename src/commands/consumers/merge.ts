import { commandFor } from '../../cli/command.ts'
import { mergeForetold, mergeSections } from '../../cli/views/merge.ts'
import { mergeConsumers } from '../../services/consumers/merge.ts'

export default commandFor(mergeConsumers, {
  positionals: ['consumer', 'duplicate'],
  examples: [
    'steward consumers merge ada@example.org ada.o@example.org --dry-run --json',
    'steward consumers merge ada@example.org ada.o@example.org --take name,email --yes',
  ],
  description:
    'The first stays and keeps its id. The second is deleted, says where it went, and can not be restored. A suspension of either stays.',
  sections: mergeSections,
  foretold: mergeForetold,
  question: async () => 'Merge them?',
  done: 'Merged',
})

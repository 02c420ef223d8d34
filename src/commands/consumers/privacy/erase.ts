import { leaveNothing } from '../../../cli/clearing.ts'
import { commandFor } from '../../../cli/command.ts'
import { erasureForetold, erasureSections } from '../../../cli/views/erasure.ts'
import { privacyErase } from '../../../services/consumers/privacy-erase.ts'

export default commandFor(privacyErase, {
  positionals: ['consumer'],
  examples: [
    'steward consumers privacy erase ada@example.org --reason "article 17" --dry-run',
    'steward consumers privacy erase ada@example.org --reason "article 17" --yes --json',
  ],
  description:
    'Record, notes, messages, documents, and every word about them in the log, which still verifies. Backups, exports and archives made before keep what they have.',
  sections: erasureSections,
  foretold: erasureForetold,
  question: async () => 'Erase them for good?',
  afterwards: leaveNothing,
})

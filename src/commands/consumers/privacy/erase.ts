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
    'Record, notes, messages, documents, and what the log says in words of whatever they did or was done to them; it still verifies. Runs, and events about nobody, lose an address, external id or full name of theirs; a first name alone stays. Backups, exports and archives made before keep what they have.',
  sections: erasureSections,
  foretold: erasureForetold,
  question: async () => 'Erase them for good?',
  afterwards: leaveNothing,
})

import { nameOf } from '../../../cli/answer.ts'
import { leaveNothing } from '../../../cli/clearing.ts'
import { commandFor } from '../../../cli/command.ts'
import { erasureForetold, erasureSections } from '../../../cli/views/erasure.ts'
import { privacyErase } from '../../../services/consumers/privacy-erase.ts'
import { showConsumer } from '../../../services/consumers/show.ts'

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
  async question({ value }, run) {
    const { id } = value as { id: string }
    const { name, email } = (await run(showConsumer, { consumer: id })) as Record<string, string>
    const whom = nameOf({ id, topic: 'consumers', name: name!, email: email ?? null })
    return `Erase ${whom} for good?`
  },
  afterwards: leaveNothing,
})

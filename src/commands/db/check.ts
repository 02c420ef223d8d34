import { commandFor } from '../../cli/command.ts'
import { checkSections } from '../../cli/views/database.ts'
import { checkDatabase } from '../../services/db/check.ts'

export default commandFor(checkDatabase, {
  examples: ['steward db check', 'steward db check --documents --json'],
  description: 'Exits with 1 when something is wrong, and says what to do.',
  sections: checkSections,
  exitCode: ({ ok }: { ok: boolean }) => (ok ? 0 : 1),
})

import { commandFor } from '../cli/command.ts'
import { verdictSections } from '../cli/views/why.ts'
import { canI } from '../services/me/can-i.ts'

export default commandFor(canI, {
  positionals: ['operation', 'record'],
  description: 'Exit code 0 where you may, 4 where you may not, 3 for a record that is not there.',
  examples: [
    'steward can-i consumers.suspend',
    'steward can-i consumers.suspend ada@example.org --json',
    'steward can-i accounts:create && steward accounts list',
  ],
  sections: verdictSections,
  exitCode: ({ allowed }: { allowed: boolean }) => (allowed ? 0 : 4),
})

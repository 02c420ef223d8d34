import { commandFor } from '../../cli/command.ts'
import { resetPassword } from '../../services/consumers/reset-password.ts'

export default commandFor(resetPassword, {
  positionals: ['consumer'],
  examples: [
    'steward consumers reset-password ada@example.org',
    'steward consumers reset-password ada@example.org --dry-run --json',
  ],
})

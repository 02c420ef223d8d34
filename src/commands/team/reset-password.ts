import { commandFor } from '../../cli/command.ts'
import { resetSections } from '../../cli/views/team.ts'
import { resetPassword } from '../../services/team/reset-password.ts'

export default commandFor(resetPassword, {
  positionals: ['supervisor'],
  examples: [
    'steward team reset-password ops@acme.test --json',
    'steward team reset-password ops@acme.test --generate',
  ],
  sections: resetSections,
  done: 'Reset',
})

import { commandFor } from '../../../cli/command.ts'
import { recoverySections } from '../../../cli/views/profile.ts'
import { confirmApp } from '../../../services/me/two-factor-confirm.ts'

export default commandFor(confirmApp, {
  examples: [
    'steward me two-factor confirm --code 123456',
    'steward me two-factor confirm --code-stdin --json < code.txt',
  ],
  description: 'The recovery codes it prints take the place of those from before.',
  sections: recoverySections,
})

import { commandFor } from '../../../cli/command.ts'
import { memberSections } from '../../../cli/views/profile.ts'
import { revokeSession } from '../../../services/sessions/revoke.ts'

export default commandFor(revokeSession, {
  positionals: ['session'],
  examples: [
    'steward me sessions revoke ses_01k9p3x4m8e0h9q6t5v2w7y8za',
    'steward me sessions revoke ses_01k9p3x4m8e0h9q6t5v2w7y8za --json',
  ],
  sections: memberSections,
  done: 'Revoked',
})

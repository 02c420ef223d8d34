import { commandFor } from '../../cli/command.ts'
import { recoverySections } from '../../cli/views/profile.ts'
import { renewRecoveryCodes } from '../../services/me/recovery-codes.ts'

export default commandFor(renewRecoveryCodes, {
  examples: ['steward me recovery-codes', 'steward me recovery-codes --json'],
  sections: recoverySections,
})

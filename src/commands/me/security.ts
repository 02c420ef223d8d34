import { commandFor } from '../../cli/command.ts'
import { securitySections } from '../../cli/views/profile.ts'
import { mySecurity } from '../../services/me/security.ts'

export default commandFor(mySecurity, {
  examples: ['steward me security', 'steward me security --json'],
  sections: securitySections,
})

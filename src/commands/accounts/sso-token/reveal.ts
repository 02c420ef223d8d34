import { commandFor } from '../../../cli/command.ts'
import { tokenSections } from '../../../cli/views/sso-token.ts'
import { revealSsoToken } from '../../../services/accounts/sso-token-reveal.ts'

export default commandFor(revealSsoToken, {
  positionals: ['account'],
  examples: ['steward accounts sso-token reveal c1', 'steward accounts sso-token reveal c1 --json'],
  sections: tokenSections,
})

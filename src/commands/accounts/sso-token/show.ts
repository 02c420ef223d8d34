import { commandFor } from '../../../cli/command.ts'
import { ssoTokenSections } from '../../../cli/views/sso-token.ts'
import { showSsoToken } from '../../../services/accounts/sso-token-show.ts'

export default commandFor(showSsoToken, {
  positionals: ['account'],
  examples: ['steward accounts sso-token show c1', 'steward accounts sso-token show c1 --json'],
  sections: ssoTokenSections,
})

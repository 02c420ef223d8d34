import { commandFor } from '../../../cli/command.ts'
import { ssoTokenSections } from '../../../cli/views/sso-token.ts'
import { rotateSsoToken } from '../../../services/accounts/sso-token-rotate.ts'

export default commandFor(rotateSsoToken, {
  positionals: ['account'],
  examples: ['steward accounts sso-token rotate c1', 'steward accounts sso-token rotate c1 --json'],
  sections: ssoTokenSections,
})

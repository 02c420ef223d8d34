import { commandFor } from '../../../cli/command.ts'
import { tokenSections } from '../../../cli/views/sso-token.ts'
import { rotateSsoToken } from '../../../services/accounts/sso-token-rotate.ts'

export default commandFor(rotateSsoToken, {
  positionals: ['account'],
  examples: [
    'steward accounts sso-token rotate c1 --yes',
    'steward accounts sso-token rotate c1 --yes --json',
  ],
  sections: tokenSections,
  done: 'Rotated',
})

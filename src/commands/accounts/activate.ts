import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { activateAccount } from '../../services/accounts/activate.ts'

export default commandFor(activateAccount, {
  positionals: ['account'],
  examples: ['steward accounts activate c1 --json'],
  sections: accountSections,
  foretold: accountSections,
  done: 'Activated',
})

import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { closeAccount } from '../../services/accounts/close.ts'

export default commandFor(closeAccount, {
  positionals: ['account'],
  examples: ['steward accounts close c1 --reason "contract ended" --json'],
  sections: accountSections,
  foretold: accountSections,
  done: 'Closed',
})

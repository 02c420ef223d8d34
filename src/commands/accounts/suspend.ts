import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { suspendAccount } from '../../services/accounts/suspend.ts'

export default commandFor(suspendAccount, {
  positionals: ['account'],
  examples: [
    'steward accounts suspend c1 --reason "unpaid invoice" --json',
    "steward accounts suspend --filter 'country=KE' --reason audit --confirm 1",
  ],
  sections: accountSections,
  foretold: accountSections,
  done: 'Suspended',
})

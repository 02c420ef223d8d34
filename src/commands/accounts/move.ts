import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { moveAccount } from '../../services/accounts/move.ts'

export default commandFor(moveAccount, {
  positionals: ['account'],
  examples: ['steward accounts move c1b --top', 'steward accounts move c1 --parent c2 --json'],
  sections: accountSections,
  done: 'Moved',
})

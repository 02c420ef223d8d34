import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { showAccount } from '../../services/accounts/show.ts'

export default commandFor(showAccount, {
  positionals: ['account'],
  examples: [
    'steward accounts show c1',
    'steward accounts show c@client.example --json',
    'steward accounts show c1 --fields id,status,allSubAccounts --json',
  ],
  sections: accountSections,
})

import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { createAccount } from '../../services/accounts/create.ts'

export default commandFor(createAccount, {
  examples: [
    'steward accounts create --name "Okafor Ltd" --email office@okafor.example --reference okafor',
    'steward accounts create --parent c1 --name "Nairobi branch" --email nairobi@client.example --country KE --json',
    'steward accounts create --email books@client.example --no-owner --json',
  ],
  sections: accountSections,
  done: 'Added',
})

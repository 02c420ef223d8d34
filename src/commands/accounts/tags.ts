import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { tagAccount } from '../../services/accounts/tags.ts'

export default commandFor(tagAccount, {
  positionals: ['account'],
  examples: [
    'steward accounts tags c1 --add vip:red,pilot',
    'steward accounts tags c1 c2 --add pilot:blue --remove vip --json',
  ],
  sections: accountSections,
  done: 'Tagged',
})

import { commandFor } from '../../cli/command.ts'
import { accountSections } from '../../cli/views/account.ts'
import { editAccount } from '../../services/accounts/edit.ts'

export default commandFor(editAccount, {
  positionals: ['account'],
  examples: [
    'steward accounts edit c1 --organization "Client Ltd" --country KE --currency KES',
    'steward accounts edit c1 --reference "" --dry-run',
    'steward accounts edit c1 c2 --language sw --json',
  ],
  absent: {
    email:
      'The contact email is fixed once set: add another account, or give its people other addresses with steward consumers edit.',
  },
  sections: accountSections,
  done: 'Changed',
})

import { commandFor } from '../../cli/command.ts'
import { emailSections } from '../../cli/views/account.ts'
import { checkEmail } from '../../services/accounts/check-email.ts'

export default commandFor(checkEmail, {
  positionals: ['email'],
  examples: [
    'steward accounts check-email c@client.example',
    'steward accounts check-email new@client.example --json',
  ],
  sections: emailSections,
})

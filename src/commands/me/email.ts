import { addressCommandFor } from '../../cli/address.ts'
import { codeNote, memberSections } from '../../cli/views/profile.ts'
import { myEmail } from '../../services/me/email.ts'

export default addressCommandFor(myEmail, {
  examples: ['steward me email', 'steward me email --new ada@acme.test'],
  description:
    'Without flags it has a code sent to your address; --code gives that code. --new changes the address, which is then to be verified.',
  sections: memberSections,
  note: codeNote('email'),
})

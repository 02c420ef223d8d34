import { addressCommandFor } from '../../cli/address.ts'
import { codeNote, memberSections } from '../../cli/views/profile.ts'
import { myPhone } from '../../services/me/phone.ts'

export default addressCommandFor(myPhone, {
  examples: ["steward me phone --new '+254 712 345678'"],
  description:
    'Without flags it has a code sent to your number; --code gives that code. --new changes the number, which is then to be verified.',
  sections: memberSections,
  note: codeNote('phone'),
})

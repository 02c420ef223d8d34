import { commandFor } from '../../cli/command.ts'
import { seatSections } from '../../cli/views/seats.ts'
import { accountSeats } from '../../services/accounts/seats.ts'

export default commandFor(accountSeats, {
  positionals: ['account'],
  description:
    'An account without a number may have any number of people. A number counts everybody who belongs to the account or to one beneath it; who is deleted counts no more.',
  examples: [
    'steward accounts seats c1',
    'steward accounts seats c1 --seats 25 --json',
    'steward accounts seats c2 --seats 5 --additional-users 2',
    'steward accounts seats c1 --unlimited',
  ],
  sections: seatSections,
})

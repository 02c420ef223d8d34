import { commandFor } from '../../cli/command.ts'
import { featureSections } from '../../cli/views/seats.ts'
import { accountFeatures } from '../../services/accounts/features.ts'

export default commandFor(accountFeatures, {
  positionals: ['account'],
  description:
    'An account at the top can be granted all that its provider has (steward features list), one beneath another what that one has.',
  examples: [
    'steward accounts features c1',
    'steward accounts features c1 --grant email --json',
    'steward accounts features c1 --revoke sms --with-sub-accounts',
  ],
  sections: featureSections,
})

import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { revokeKey } from '../../services/keys/revoke.ts'

export default commandFor(revokeKey, {
  positionals: ['key'],
  examples: [
    'steward keys revoke nightly --yes',
    'steward keys revoke key_01k9p3x4m8e0h9q6t5v2w7y8za --yes --json',
  ],
  sections: keySections,
  done: 'Revoked',
})

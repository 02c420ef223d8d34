import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { suspendKey } from '../../services/keys/suspend.ts'

export default commandFor(suspendKey, {
  positionals: ['key'],
  examples: ['steward keys suspend nightly --reason "found in a public repository"'],
  sections: keySections,
  done: 'Suspended',
})

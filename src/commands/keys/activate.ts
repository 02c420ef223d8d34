import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { activateKey } from '../../services/keys/activate.ts'

export default commandFor(activateKey, {
  positionals: ['key'],
  examples: ['steward keys activate nightly', 'steward keys activate nightly --json'],
  sections: keySections,
  done: 'Activated',
})

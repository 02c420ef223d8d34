import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { showKey } from '../../services/keys/show.ts'

export default commandFor(showKey, {
  positionals: ['key'],
  examples: ['steward keys show nightly', 'steward keys show nightly --fields allowed --json'],
  sections: keySections,
})

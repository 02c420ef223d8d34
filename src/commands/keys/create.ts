import { commandFor } from '../../cli/command.ts'
import { createKey } from '../../services/keys/create.ts'

export default commandFor(createKey, {
  examples: ['steward keys create --name nightly', 'steward keys create --name ci --json'],
  done: 'Made',
})

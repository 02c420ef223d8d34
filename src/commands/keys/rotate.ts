import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { rotateKey } from '../../services/keys/rotate.ts'

export default commandFor(rotateKey, {
  positionals: ['key'],
  examples: [
    'steward keys rotate nightly',
    'steward keys rotate nightly --grace 0 --json',
    'steward keys rotate nightly --grace 7d --expires +90d',
  ],
  sections: keySections,
  done: 'Rotated',
})

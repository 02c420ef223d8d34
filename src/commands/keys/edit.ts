import { commandFor } from '../../cli/command.ts'
import { keySections } from '../../cli/views/key.ts'
import { editKey } from '../../services/keys/edit.ts'

export default commandFor(editKey, {
  positionals: ['key'],
  examples: [
    'steward keys edit nightly --expires +90d --addresses 192.0.2.0/24',
    'steward keys edit nightly --role support --permissions all --json',
  ],
  sections: keySections,
  done: 'Changed',
})

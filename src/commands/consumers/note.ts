import { commandFor } from '../../cli/command.ts'
import { noteConsumer } from '../../services/consumers/note.ts'

export default commandFor(noteConsumer, {
  positionals: ['consumer', 'text'],
  examples: ['steward consumers note ada@example.org "Called about the invoice of May."'],
  done: 'Noted',
})

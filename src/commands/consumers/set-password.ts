import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { setPassword } from '../../services/consumers/set-password.ts'

export default commandFor(setPassword, {
  positionals: ['consumer'],
  examples: ['steward consumers set-password ada@example.org --password-stdin < password.txt'],
  sections: personSections,
  done: 'Password set',
})

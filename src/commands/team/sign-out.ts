import { commandFor } from '../../cli/command.ts'
import { signOut } from '../../services/team/sign-out.ts'

export default commandFor(signOut, {
  positionals: ['supervisor'],
  examples: ['steward team sign-out ops@acme.test --json'],
  done: 'Signed out',
})

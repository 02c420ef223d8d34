import { commandFor } from '../../cli/command.ts'
import { refreshTwoFactor } from '../../services/team/refresh-2fa.ts'

export default commandFor(refreshTwoFactor, {
  positionals: ['supervisor'],
  examples: ['steward team refresh-2fa ops@acme.test --reason "lost phone" --json'],
  done: 'Retired',
})

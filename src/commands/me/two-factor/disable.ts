import { commandFor } from '../../../cli/command.ts'
import { disableApp } from '../../../services/me/two-factor-disable.ts'

export default commandFor(disableApp, {
  examples: ['steward me two-factor disable --yes', 'steward me two-factor disable --yes --json'],
  done: 'Disabled',
})

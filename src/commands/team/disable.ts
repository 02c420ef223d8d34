import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { disableSupervisor } from '../../services/team/disable.ts'

export default commandFor(disableSupervisor, {
  positionals: ['supervisor'],
  examples: [
    'steward team disable ops@acme.test --reason "on leave" --json',
    'steward team disable --filter "lastSignIn<-180d status=active" --yes',
  ],
  sections: supervisorSections,
  done: 'Disabled',
})

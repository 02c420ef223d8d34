import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { enableSupervisor } from '../../services/team/enable.ts'

export default commandFor(enableSupervisor, {
  positionals: ['supervisor'],
  examples: ['steward team enable ops@acme.test --json'],
  sections: supervisorSections,
  done: 'Enabled',
})

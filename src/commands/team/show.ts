import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { showSupervisor } from '../../services/team/show.ts'

export default commandFor(showSupervisor, {
  positionals: ['supervisor'],
  examples: [
    'steward team show ops@acme.test',
    'steward team show ops@acme.test --fields reach,reachable --json',
  ],
  sections: supervisorSections,
})

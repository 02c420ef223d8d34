import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { deleteSupervisor } from '../../services/team/delete.ts'

export default commandFor(deleteSupervisor, {
  positionals: ['supervisor'],
  examples: ['steward team delete ops@acme.test --yes --json'],
  sections: supervisorSections,
  done: 'Deleted',
})

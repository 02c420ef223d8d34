import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { editSupervisor } from '../../services/team/edit.ts'

export default commandFor(editSupervisor, {
  positionals: ['supervisor'],
  examples: [
    'steward team edit ops@acme.test --role finance --json',
    'steward team edit ops@acme.test --accounts all',
    'steward team edit ops@acme.test --two-factor --phone +255712345678',
  ],
  description: 'Nobody changes what they may themselves, and somebody stays an owner.',
  sections: supervisorSections,
  done: 'Changed',
})

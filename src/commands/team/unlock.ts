import { commandFor } from '../../cli/command.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { unlockSupervisor } from '../../services/team/unlock.ts'

export default commandFor(unlockSupervisor, {
  positionals: ['supervisor'],
  examples: ['steward team unlock ops@acme.test --json'],
  sections: supervisorSections,
  note: ({ email }: { email: string }) => `Unlocked: ${email}`,
})

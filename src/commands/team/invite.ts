import { newMemberCommandFor } from '../../cli/team-form.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { inviteSupervisor } from '../../services/team/invite.ts'

export default newMemberCommandFor(inviteSupervisor, {
  examples: [
    'steward team invite --email new@acme.test --role auditor --json',
    'steward team invite --email lee@acme.test --first-name Lee --role developer --two-factor',
  ],
  description:
    'They are sent a code that is good once, for 7 days, to set a password with: steward login --invitation CODE.',
  sections: supervisorSections,
  done: 'Invited',
})

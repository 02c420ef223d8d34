import { newMemberCommandFor } from '../../cli/team-form.ts'
import { supervisorSections } from '../../cli/views/team.ts'
import { createSupervisor } from '../../services/team/create.ts'

export default newMemberCommandFor(createSupervisor, {
  examples: [
    'steward team create --email sam@acme.test --name "Sam Otieno" --role support --json',
    'steward team create --email fin@acme.test --role finance --two-factor',
  ],
  description:
    "They sign in with the password shown, or one given by --password-stdin, and choose their own. Without --accounts they reach all of the provider's, those still to come too.",
  sections: supervisorSections,
  done: 'Added',
})

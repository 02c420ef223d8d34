import { commandFor } from '../../cli/command.ts'
import { type Invitation, invitationSections } from '../../cli/views/team.ts'
import { resendInvitation } from '../../services/team/resend-invitation.ts'

export default commandFor(resendInvitation, {
  positionals: ['supervisor'],
  examples: [
    'steward team resend-invitation new@acme.test',
    'steward team resend-invitation --filter "status=invited" --json',
  ],
  sections: invitationSections,
  note: ({ invitationSentTo }: Invitation) => `Invited again: ${invitationSentTo}`,
})

import * as z from 'zod/mini'
import { type Around, operation } from '../world.ts'
import { newInvitation, sendInvitation } from './invitations.ts'
import { getManaged, refuseLimitedKey, supervisor } from './managing.ts'
import { refuseNotInvited } from './rules.ts'

export const resendInvitation = operation({
  name: 'team.resend-invitation',
  summary: 'Send somebody who was invited another invitation. The one before is void.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: { supervisor },
  output: z.object({
    id: z.string(),
    invitationSentTo: z.string(),
    invitationExpiresAt: z.string(),
  }),
  prepare: async ({ ids }: Around) => newInvitation(ids),
  async run(world, input, code) {
    await refuseLimitedKey(world)
    const found = await getManaged(world, input.supervisor)
    refuseNotInvited(found)
    const expiresAt = await sendInvitation(world, found, code)
    return {
      id: found.id,
      invitationSentTo: found.email,
      invitationExpiresAt: expiresAt.toISOString(),
    }
  },
})

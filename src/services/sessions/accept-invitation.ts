import * as z from 'zod/mini'
import { StewardError } from '../../kernel/errors.ts'
import { secret } from '../../kernel/fields.ts'
import { refuse } from '../../kernel/operation.ts'
import { refuseUncounted } from '../guesses/queries.ts'
import { teamDemands } from '../passwords/demands.ts'
import { checkPassword, longestPassword } from '../passwords/rules.ts'
import { findInvitation, takeInvitation } from '../team/invitations.ts'
import { getSupervisor, supervisorByKey, updateSupervisor } from '../team/queries.ts'
import { accept } from '../team/rules.ts'
import { type Around, operation } from '../world.ts'

const notAccepted = () =>
  new StewardError('not_signed_in', 'This invitation does not work.', {
    hint: 'It may be used or expired, or for another provider: --provider REFERENCE. Ask for another.',
  })

export const acceptInvitation = operation({
  name: 'sessions.accept-invitation',
  summary: 'Set your own password by the invitation that was sent to you.',
  effect: 'write',
  actor: 'anyone',
  input: {
    invitation: secret({ about: 'The code of your invitation.', max: 100, oneUse: true }),
    newPassword: secret({
      about: 'A password of your own: at least 8 characters.',
      max: longestPassword,
    }),
  },
  output: z.object({ id: z.string(), email: z.string(), userName: z.string() }),
  async prepare({ read, gateways, now, dryRun }: Around, { invitation, newPassword }) {
    refuseUncounted(dryRun)
    const found = await read(async store => {
      const open = await findInvitation(store, invitation, now)
      return open && { open, person: await supervisorByKey(store, open.supervisor) }
    })
    if (!found) return null
    const { email, userName, name } = found.person
    const demands = await read(store => teamDemands(store, [email, userName, name]))
    // Thrown, it leaves the invitation as good as it was.
    await checkPassword(newPassword, 'newPassword', demands)
    return { ...found, passwordHash: await gateways.passwords.hash(newPassword) }
  },
  async run({ store, now }, _, prepared) {
    if (!prepared) return refuse(notAccepted())
    const { open, person, passwordHash } = prepared
    const found = await getSupervisor(store, person.id)
    const invited = found.status === 'invited' && found.emailKey === person.emailKey
    if (!invited || !(await takeInvitation(store, open, now))) return refuse(notAccepted())
    // Only whoever reads that mailbox has the code.
    const proven = { passwordChangedAt: now, emailVerifiedAt: now }
    const row = await updateSupervisor(store, found, { ...accept(found, passwordHash), ...proven })
    return { id: row.id, email: row.email, userName: row.userName }
  },
})

import * as z from 'zod/mini'
import { type Around, operation } from '../world.ts'
import { newInvitation, sendInvitation } from './invitations.ts'
import { addSupervisor, type Contact, contactOf, newPersonFields } from './person.ts'
import { Supervisor, supervisorRecord } from './record.ts'

type Prepared = { contact: Contact; code: string }

export const inviteSupervisor = operation({
  name: 'team.invite',
  summary: 'Invite somebody to the team: they set a password of their own by a code sent to them.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: newPersonFields,
  output: z.extend(Supervisor, { invitationSentTo: z.string(), invitationExpiresAt: z.string() }),
  prepare: async ({ ids }: Around, { email, phone }): Promise<Prepared> => ({
    contact: await contactOf({ email, phone }),
    code: newInvitation(ids),
  }),
  async run(world, input, { contact, code }) {
    const start = { status: 'invited', passwordHash: null, passwordExpiresAt: null } as const
    const row = await addSupervisor(world, input, contact, start)
    const expiresAt = await sendInvitation(world, row, code)
    return {
      ...(await supervisorRecord(world.store, row)),
      invitationSentTo: row.email,
      invitationExpiresAt: expiresAt.toISOString(),
    }
  },
})

import { clearable, email, flag, optional, phone, text, unique } from '../../kernel/fields.ts'
import { type Around, operation } from '../world.ts'
import { applyEdit, type Prepared } from './editing.ts'
import { newInvitation } from './invitations.ts'
import { getManaged, supervisor } from './managing.ts'
import { contactOf, reachFields, role, userName } from './person.ts'
import { Supervisor, supervisorRecord } from './record.ts'

/** Whoever changes these of somebody could get in as them, or let them do more. */
const risky = ['email', 'role', 'twoFactor', ...Object.keys(reachFields)]

export const editSupervisor = operation({
  name: 'team.edit',
  summary: 'Change who somebody is, what they may, or what they reach. They are told.',
  effect: 'write',
  level: 'account',
  sensitive: given => risky.some(name => Object.hasOwn(given, name)),
  input: {
    supervisor,
    email: unique(
      optional(email({ about: 'Their new address. The old and the new one are told.' })),
    ),
    role: optional(role),
    ...reachFields,
    twoFactor: optional(
      flag({ about: 'Whether they need an authenticator app; their keys go on.' }),
    ),
    name: optional(text({ about: 'Full name.' })),
    firstName: clearable(text({ about: 'First name.', max: 100 })),
    lastName: clearable(text({ about: 'Last name.', max: 100 })),
    userName: unique(optional(userName)),
    phone: unique(clearable(phone({ about: 'Phone number, with its country code.' }))),
  },
  output: Supervisor,
  prepare: async ({ ids }: Around, { email, phone }): Promise<Prepared> => ({
    contact: await contactOf({ email, phone }),
    code: newInvitation(ids),
  }),
  async run(world, input, prepared) {
    const found = await getManaged(world, input.supervisor)
    return supervisorRecord(world.store, await applyEdit(world, found, input, prepared))
  },
})

import { clearable, email, flag, optional, phone, text, unique } from '../../kernel/fields.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { writeGrants } from '../roles/grants.ts'
import { type Around, operation } from '../world.ts'
import { accessAsked } from './access.ts'
import { newInvitation, sendInvitation } from './invitations.ts'
import { change, getManaged, refuseSelf, supervisor } from './managing.ts'
import { tellChanges } from './notices.ts'
import { type Contact, contactOf, editedContact, reachFields, role, userName } from './person.ts'
import { subjectOf } from './queries.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { editedNames, refuseDeleted } from './rules.ts'

/** Whoever changes these of somebody could get in as them, or let them do more. */
const risky = ['email', 'role', 'twoFactor', ...Object.keys(reachFields)]

type Prepared = { contact: Contact; code: string }

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
    twoFactor: optional(flag({ about: 'Whether they need an authenticator app.' })),
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
  async run(world, input, { contact, code }) {
    const { store, now } = world
    const found = await getManaged(world, input.supervisor)
    refuseDeleted(found)
    const access = await accessAsked(world, found, input)
    if (found.twoFactorRequired && input.twoFactor === false) {
      refuseSelf(world, found, 'lift what is asked of')
    }
    const row = await change(world, found, {
      ...editedNames(found, input),
      ...editedContact(found, contact, input.userName),
      ...access?.columns,
      twoFactorRequired: input.twoFactor,
    })
    if (access) await writeGrants(store, subjectOf(row), access.grants)
    await tellChanges(world, found, row, access?.differs ?? false)
    if (row.emailKey !== found.emailKey) {
      await voidSentCodes(store, row.key, now)
      if (row.status === 'invited') await sendInvitation(world, row, code)
    }
    return supervisorRecord(store, row)
  },
})

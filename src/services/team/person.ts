/** What is said of a supervisor when they are made or changed: who they are, and what they may. */
import { email, flag, list, optional, phone, ref, text, unique } from '../../kernel/fields.ts'
import { storedContact, unverified } from '../consumers/contact.ts'
import { checkGrant, type Granted } from '../roles/granting.ts'
import { writeGrants } from '../roles/grants.ts'
import type { World } from '../world.ts'
import { refuseLimitedKey } from './managing.ts'
import { insertSupervisor, type NewSupervisor, type SupervisorRow, subjectOf } from './queries.ts'
import { nameFrom } from './rules.ts'

/** Also the field of me.edit. */
export const userName = text({
  about: 'What they may sign in with besides the email address; unique at their provider.',
  max: 60,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._-]+$/,
  shape: 'two or more letters, digits, dots, dashes or underscores',
})

export const role = ref(
  'roles',
  "Their role: see steward roles list. A role of the provider's own by its name or id.",
)

const account = (about: string) => optional(list(ref('accounts', about)))

/** What they reach. What is left out is all of the provider's, or on an edit stays as it is. */
export const reachFields = {
  accounts: account('The accounts they work with, by reference, email or id; or all.'),
  subAccounts: account(
    'Of that one account the sub-accounts they work with, or all: for the roles platform-user and agent.',
  ),
  everyProvider: optional(
    flag({
      about: 'They reach every provider, those still to come too: only who does can say so.',
    }),
  ),
}

export const newPersonFields = {
  email: unique(email({ about: 'Their email address; unique at their provider.' })),
  role,
  name: optional(text({ about: 'Full name; made from first and last name unless given.' })),
  firstName: optional(text({ about: 'First name.', max: 100 })),
  lastName: optional(text({ about: 'Last name.', max: 100 })),
  userName: unique(optional(userName)),
  phone: optional(phone({ about: 'Phone number, with its country code.' })),
  ...reachFields,
  twoFactor: optional(
    flag({
      about:
        'They need an authenticator app: signed in they can do nothing else before. Keys go on.',
    }),
  ),
}

/** As it is stored and compared. */
export type Contact = { email?: string; emailKey?: string; phone?: string | null }

/** Throws `invalid_input`, naming the field that is wrong. For `prepare`. */
export const contactOf = async (given: {
  email?: string
  phone?: string | null
}): Promise<Contact> => (await storedContact(given)) as Contact

type NewPerson = {
  role: string
  name?: string
  firstName?: string
  lastName?: string
  userName?: string
  accounts?: string[]
  subAccounts?: string[]
  everyProvider?: boolean
  twoFactor?: boolean
}

type Start = Pick<NewSupervisor, 'status' | 'passwordHash' | 'passwordExpiresAt'>

/** Somebody new, with no more than the actor may hand on. */
export const addSupervisor = async (
  world: World,
  given: NewPerson,
  contact: Contact,
  start: Start,
): Promise<SupervisorRow> => {
  const { store, ids, now, actor } = world
  await refuseLimitedKey(world)
  const { role, accounts, subAccounts, everyProvider } = given
  const asked = { role, accounts, subAccounts, everyProvider }
  const granted = await checkGrant(world, { holder: 'person', ...asked })
  const address = contact.email!
  const row = await insertSupervisor(store, {
    ...start,
    ...accessOf(granted),
    id: ids.make('sup'),
    name: nameFrom(given, address),
    firstName: given.firstName,
    lastName: given.lastName,
    email: address,
    emailKey: contact.emailKey!,
    userName: given.userName ?? address,
    userNameKey: given.userName?.toLowerCase() ?? contact.emailKey!,
    phone: contact.phone,
    twoFactorRequired: given.twoFactor ?? false,
    invitedBy: actor.id,
    createdAt: now,
  })
  await writeGrants(store, subjectOf(row), granted.grants)
  return row
}

/** What of a grant stands in the person's own row. */
export const accessOf = ({ role, everyProvider, accounts, subAccounts }: Granted) => ({
  role: role!,
  everyProvider,
  accounts,
  subAccounts,
})

/** An address that changed is no longer one that was proven; a user name that was the address follows. */
export const editedContact = (
  found: SupervisorRow,
  contact: Contact,
  userName: string | undefined,
): Partial<NewSupervisor> => {
  const { email, emailKey } = contact
  const follows = email !== undefined && found.userNameKey === found.emailKey
  const named = userName === undefined && follows ? { userName: email, userNameKey: emailKey } : {}
  const given = userName === undefined ? {} : { userName, userNameKey: userName.toLowerCase() }
  return { ...contact, ...unverified(found, contact), ...named, ...given }
}

/** Changing somebody who is there: by an edit, or by a row of a file. */
import type { InputOf } from '../../kernel/fields.ts'
import { voidSentCodes } from '../factors/queries.ts'
import { writeGrants } from '../roles/grants.ts'
import type { World } from '../world.ts'
import { accessAsked } from './access.ts'
import { sendInvitation } from './invitations.ts'
import { change, refuseLimitedKey, refuseSelf } from './managing.ts'
import { tellChanges } from './notices.ts'
import { type Contact, editedContact, type reachFields } from './person.ts'
import { type SupervisorRow, subjectOf } from './queries.ts'
import { editedNames, refuseDeleted } from './rules.ts'

export type Edit = InputOf<typeof reachFields> & {
  role?: string
  twoFactor?: boolean
  name?: string
  firstName?: string | null
  lastName?: string | null
  userName?: string
}

/** For `prepare`: what was given of their addresses, and a code should they have to be invited anew. */
export type Prepared = { contact: Contact; code: string }

/** `found` is locked, and nobody who may more than the actor. */
export const applyEdit = async (
  world: World,
  found: SupervisorRow,
  edit: Edit,
  { contact, code }: Prepared,
): Promise<SupervisorRow> => {
  const { store, now } = world
  refuseDeleted(found)
  const { email, phone } = contact
  if ([email, phone, edit.userName].some(given => given !== undefined)) {
    await refuseLimitedKey(world)
  }
  if (email !== undefined && contact.emailKey !== found.emailKey) refuseOwnEmail(world, found)
  const access = await accessAsked(world, found, edit)
  if (found.twoFactorRequired && edit.twoFactor === false) {
    refuseSelf(world, found, 'lift what is asked of themselves')
  }
  const row = await change(world, found, {
    ...editedNames(found, edit),
    ...editedContact(found, contact, edit.userName),
    ...access?.columns,
    twoFactorRequired: edit.twoFactor,
  })
  if (access) await writeGrants(store, subjectOf(row), access.grants)
  await tellChanges(world, found, row, access?.differs ?? false)
  if (row.emailKey === found.emailKey) return row
  await voidSentCodes(store, row.key, now)
  if (row.status === 'invited') await sendInvitation(world, row, code)
  return row
}

/** One's own is proven and told by an operation of its own. */
const refuseOwnEmail = (world: World, found: SupervisorRow): void =>
  refuseSelf(world, found, 'change their own email here', 'Do it by: steward me email --new EMAIL')

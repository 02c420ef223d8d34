import * as z from 'zod/mini'
import { conflict, invalid, StewardError } from '../../kernel/errors.ts'
import {
  choice,
  clearable,
  flag,
  type InputOf,
  optional,
  phone,
  ref,
  text,
  withDefault,
} from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { findProvider } from '../providers/queries.ts'
import { type Around, operation, type World } from '../world.ts'
import { applyEdit, type Prepared } from './editing.ts'
import { newInvitation, sendInvitation } from './invitations.ts'
import { getManaged } from './managing.ts'
import { addSupervisor, contactOf, newPersonFields, reachFields, userName } from './person.ts'
import { findByAddress, findById, type SupervisorRow } from './queries.ts'
import { Supervisor, supervisorRecord } from './record.ts'
import { refuseDeleted } from './rules.ts'

const fields = {
  id: optional(
    text({ about: 'Our id, as exports have it: finds them even when all else changed.', max: 100 }),
  ),
  provider: optional(
    ref('providers', 'Whose people they are, by reference or id; the one at hand unless given.'),
  ),
  email: newPersonFields.email,
  name: optional(text({ about: 'Full name.' })),
  firstName: clearable(text({ about: 'First name.', max: 100 })),
  lastName: clearable(text({ about: 'Last name.', max: 100 })),
  userName: optional(userName),
  phone: clearable(phone({ about: 'Phone number, with its country code.' })),
  role: optional(newPersonFields.role),
  ...reachFields,
  twoFactor: optional(flag({ about: 'Whether they need an authenticator app.' })),
  onConflict: withDefault(
    choice({ about: 'What becomes of whoever is here already.', of: ['update', 'skip', 'fail'] }),
    'update',
  ),
}

type Row = InputOf<typeof fields>

export const importSupervisor = operation({
  name: 'team.import',
  summary:
    'Bring the team in from a file: who is new is invited, who is known by id or email updated.',
  effect: 'write',
  level: 'account',
  sensitive: true,
  input: fields,
  output: z.object({
    outcome: z.enum(['created', 'updated', 'skipped']),
    supervisor: Supervisor,
  }),
  prepare: async ({ ids }: Around, { email, phone }): Promise<Prepared> => ({
    contact: await contactOf({ email, phone }),
    code: newInvitation(ids),
  }),
  async run(world, input, prepared) {
    const { store } = world
    const { onConflict, id, email, provider, ...row } = input
    if (provider !== undefined) await goTo(store, provider)
    const byId = id === undefined ? null : await findById(store, id)
    // An old file brings nobody back.
    if (byId) refuseDeleted(byId)
    const known = byId ?? (await findByAddress(store, prepared.contact.emailKey!))
    if (!known) {
      const made = await add(world, row, prepared)
      return { outcome: 'created' as const, supervisor: await supervisorRecord(store, made) }
    }
    if (onConflict === 'fail') {
      throw conflict(`They are here already: ${known.id}.`, { details: { id: known.id } })
    }
    const found = onConflict === 'skip' ? known : await getManaged(world, known.id)
    const after =
      onConflict === 'skip' ? known : await applyEdit(world, found, row, since(found, prepared))
    const outcome = after === found ? ('skipped' as const) : ('updated' as const)
    return { outcome, supervisor: await supervisorRecord(store, after) }
  },
})

/** A row of another provider's is that provider's, or nobody's. Throws `not_found` for one out of reach. */
const goTo = async (tx: Tx, selector: string): Promise<void> => {
  const found = await findProvider(tx, selector)
  const home = tx.scope.providers.find(({ provider }) => provider === found?.key)
  if (!home) throw new StewardError('not_found', 'No such provider.', { field: 'provider' })
  tx.at(home)
}

/** The same mailbox stays as it is written. */
const since = ({ emailKey }: SupervisorRow, { contact, code }: Prepared): Prepared =>
  contact.emailKey === emailKey ? { contact: { phone: contact.phone }, code } : { contact, code }

/** Nobody's password is in a file: whoever is new sets their own. */
const add = async (
  world: World,
  { firstName, lastName, role, ...row }: Omit<Row, 'id' | 'email' | 'provider' | 'onConflict'>,
  { contact, code }: Prepared,
) => {
  if (role === undefined) throw invalid('role', 'role is required for somebody who is new.')
  const names = { firstName: firstName ?? undefined, lastName: lastName ?? undefined }
  const start = { status: 'invited', passwordHash: null, passwordExpiresAt: null } as const
  const made = await addSupervisor(world, { ...row, ...names, role }, contact, start)
  await sendInvitation(world, made, code)
  return made
}

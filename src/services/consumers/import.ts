import * as z from 'zod/mini'
import { illegalState, invalid } from '../../kernel/errors.ts'
import type { InputOf } from '../../kernel/fields.ts'
import {
  choice,
  clearable,
  flag,
  instant,
  optional,
  text,
  withDefault,
} from '../../kernel/fields.ts'
import { operation, type World } from '../world.ts'
import { type StoredContact, storedContact, unverified } from './contact.ts'
import { personFields } from './create.ts'
import { findForImport, insertConsumer, updateConsumer } from './queries.ts'
import { Consumer, type ConsumerRow, consumerRecord } from './record.ts'
import { voidResetsOnMove } from './resets.ts'
import {
  activate,
  approve,
  type Circumstances,
  editedName,
  fullName,
  moveTo,
  refuseFuture,
  reopen,
  restated,
  type Standing,
  sources,
  standingFor,
  statuses,
  suspensionKinds,
} from './rules.ts'

const fields = {
  id: optional(
    text({ about: 'Our id, as exports have it: finds them even when all else changed.', max: 100 }),
  ),
  ...personFields,
  status: optional(choice({ about: 'Their status; active if not given.', of: statuses })),
  statusReason: clearable(text({ about: 'Why, when suspended or rejected.', max: 500 })),
  statusKind: clearable(choice({ about: 'The kind of suspension.', of: suspensionKinds })),
  suspendedUntil: clearable(instant({ about: 'When a suspension is over by itself.' })),
  source: withDefault(choice({ about: 'Where they come from.', of: sources }), 'import'),
  emailVerifiedAt: clearable(instant({ about: 'When the email address was verified.' })),
  phoneVerifiedAt: clearable(instant({ about: 'When the phone number was verified.' })),
  twoFactor: optional(flag({ about: 'Whether two-factor sign-in is on.' })),
  lastSignInAt: clearable(instant({ about: 'When they last signed in.' })),
  createdAt: optional(instant({ about: 'When they registered; now if not given.' })),
}

type Person = InputOf<typeof fields>

export const importConsumer = operation({
  name: 'consumers.import',
  summary:
    'Bring consumers in from a file: new ones are added, known ones updated, equal ones left.',
  effect: 'write',
  input: fields,
  output: z.object({ outcome: z.enum(['created', 'updated', 'skipped']), consumer: Consumer }),
  async prepare(_, person): Promise<StoredContact> {
    if (person.status === 'deleted')
      throw invalid('status', 'status can not be deleted in an import.')
    return storedContact(person)
  },
  async run(world, person, contact) {
    const { store, now } = world
    const { id, externalId } = person
    const found = await findForImport(store, { id, externalId, emailKey: contact.emailKey }, now)
    if (!found) {
      const row = await add(world, person, contact)
      return { outcome: 'created' as const, consumer: consumerRecord(row, now) }
    }
    const row = await change(world, found, person, contact)
    const outcome = row === found ? ('skipped' as const) : ('updated' as const)
    return { outcome, consumer: consumerRecord(row, now) }
  },
})

const standingOf = (person: Person, now: Date): Standing => {
  const { status = 'active', statusReason, statusKind, suspendedUntil } = person
  return standingFor(status, { statusReason, statusKind, suspendedUntil }, now)
}

const add = ({ store, now, ids }: World, person: Person, contact: StoredContact) => {
  refuseFuture(person.createdAt, now)
  const name = fullName(person)
  if (!name) throw invalid('name', 'A consumer needs a name, or a first or last name.')
  return insertConsumer(store, {
    ...person,
    ...contact,
    ...standingOf(person, now),
    id: ids.make('con'),
    name,
    tags: person.tags ?? [],
    twoFactor: person.twoFactor ?? false,
    createdAt: person.createdAt ?? now,
  })
}

/** Registration and source are facts of the first time; an import doesn't rewrite them. */
const change = async (
  { store, now }: World,
  found: ConsumerRow,
  {
    id: _,
    createdAt: __,
    source: ___,
    status,
    statusReason,
    statusKind,
    suspendedUntil,
    ...person
  }: Person,
  contact: StoredContact,
): Promise<ConsumerRow> => {
  const name = editedName(found, person)
  if (name === null) throw invalid('name', 'A consumer needs a name, or a first or last name.')
  const rest = given({ statusReason, statusKind, suspendedUntil })
  const stays = status === undefined || status === found.status
  const standing = stays ? restated(found, rest, now) : moveByImport(found, status, rest, now)
  const patch = { ...unverified(found, contact), ...given(person), ...contact, name, ...standing }
  const row = await updateConsumer(store, found, patch)
  await voidResetsOnMove(store, found, row, now)
  return row
}

/** What the row says, without what it leaves open. */
const given = <T extends object>(row: T): Partial<T> =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Partial<T>

const moveByImport = (
  found: ConsumerRow,
  status: NonNullable<Person['status']>,
  rest: Circumstances,
  now: Date,
): Partial<Standing> => {
  const move = moveTo(found, status)
  if (!move) {
    throw illegalState(`A consumer who is ${found.status} can't become ${status}.`, {
      field: 'status',
    })
  }
  if (move === 'approve') return approve(found)
  if (move === 'reopen') return reopen(found)
  if (move === 'activate') return activate(found)
  return {
    ...standingFor(status, rest, now),
    suspendedFrom: status === 'suspended' ? found.status : null,
  }
}

import * as z from 'zod/mini'
import { conflict, illegalState, invalid } from '../../kernel/errors.ts'
import type { InputOf } from '../../kernel/fields.ts'
import {
  choice,
  clearable,
  flag,
  instant,
  optional,
  secret,
  text,
  withDefault,
} from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { importedHash } from '../passwords/imported.ts'
import { placeKnown, placeOf } from '../providers/standing.ts'
import { operation, type World } from '../world.ts'
import { type StoredContact, storedContact, unverified } from './contact.ts'
import { personFields } from './create.ts'
import { accountField, accountOfKnown, accountOfNew, keepJoined } from './joining.ts'
import { fetchTogether, isDrafted, noneKnown, ownOf, type Wanted } from './known.ts'
import {
  adoptConsumer,
  findForImport,
  insertConsumer,
  type NewConsumer,
  updateConsumer,
} from './queries.ts'
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

const livingStatuses = statuses.filter(status => status !== 'deleted')

/** As an export has it: a JSON one names it by id and reference, of which the reference holds in another
 * house as well. */
const importedAccount: typeof accountField = {
  ...accountField,
  read(value, now) {
    const named = value as { id?: unknown; reference?: unknown } | null
    const isNamed = typeof named === 'object' && named !== null
    return accountField.read(isNamed ? (named.reference ?? named.id) : value, now)
  },
}

const fields = {
  id: optional(
    text({ about: 'Our id, as exports have it: finds them even when all else changed.', max: 100 }),
  ),
  ...personFields,
  account: clearable(importedAccount),
  provider: clearable(
    text({ about: 'Our id of their provider, as exports have it; theirs if it is within reach.' }),
  ),
  status: optional(choice({ about: 'Their status; active if not given.', of: livingStatuses })),
  statusReason: clearable(text({ about: 'Why, when suspended or rejected.', max: 500 })),
  statusKind: clearable(choice({ about: 'The kind of suspension.', of: suspensionKinds })),
  suspendedUntil: clearable(instant({ about: 'When a suspension is over by itself.' })),
  suspendedFrom: clearable(
    choice({ about: 'What the end of a suspension gives back.', of: ['pending', 'active'] }),
  ),
  source: withDefault(choice({ about: 'Where they come from.', of: sources }), 'import'),
  emailVerifiedAt: clearable(instant({ about: 'When the email address was verified.' })),
  phoneVerifiedAt: clearable(instant({ about: 'When the phone number was verified.' })),
  twoFactor: optional(flag({ about: 'Whether two-factor sign-in is on.' })),
  lastSignInAt: clearable(instant({ about: 'When they last signed in.' })),
  createdAt: optional(instant({ about: 'When they registered; now if not given.' })),
  passwordHash: optional(
    secret({ about: 'Their password as bcrypt, Argon2 or PBKDF2 made it elsewhere.' }),
  ),
  onConflict: withDefault(
    choice({ about: 'What becomes of whoever is here already.', of: ['update', 'skip', 'fail'] }),
    'update',
  ),
}

type Person = InputOf<typeof fields>

type Prepared = { person: Person; contact: StoredContact; hash: string | null }

/** From here on it pays to put them into the search index afterwards. */
const many = 100

export const importConsumer = operation({
  name: 'consumers.import',
  summary:
    'Bring consumers in from a file: new ones are added, known ones updated, equal ones left.',
  effect: 'write',
  level: 'sub-account',
  input: fields,
  output: z.object({ outcome: z.enum(['created', 'updated', 'skipped']), consumer: Consumer }),
  async prepare(_, person): Promise<Prepared> {
    const { passwordHash } = person
    const hash = passwordHash === undefined ? null : importedHash(passwordHash)
    return { person, contact: await storedContact(person), hash }
  },
  async prefetch({ store }, rows, drafts) {
    if (rows.length + drafts.length >= many) await store.session.putOffIndexing()
    const wanted = rows.map(({ prepared: { person, contact } }): Wanted => {
      const { id, externalId } = person
      const { emailKey, phone } = contact
      return { id, externalId, emailKey, phone }
    })
    await fetchTogether(store, wanted.concat(drafts.map(({ row }) => ownOf(row as NewConsumer))))
    await keepJoined(
      store,
      rows.map(({ prepared }) => prepared.person.account),
    )
  },
  drafting: {
    empty: ({ store }) => noneKnown(store),
    async take({ store, now }, row) {
      const made = await adoptConsumer(store, row as NewConsumer)
      return made && told(store, 'created', made, now)
    },
  },
  async run(world, { onConflict }, prepared) {
    const { store, now } = world
    const { person, contact } = prepared
    const { id, externalId } = person
    goWhere(store, person.provider)
    const found = await findForImport(store, { id, externalId, emailKey: contact.emailKey }, now)
    if (!found) return told(store, 'created', await add(world, prepared), now)
    if (onConflict === 'fail') throw isHere(found)
    const row = onConflict === 'skip' ? found : await change(world, found, prepared)
    return told(store, row === found ? 'skipped' : 'updated', row, now)
  },
})

/** What an export says of another provider within reach is said of that one. An id from elsewhere says
 * nothing here. What is drafted is of the provider at hand, so this can't be. */
const goWhere = (tx: Tx, named: string | null | undefined): void => {
  if (!named) return
  const home = tx.scope.providers.find(({ providerId }) => providerId === named)
  if (!home || home.provider === tx.scope.provider) return
  if (isDrafted(tx)) throw conflict('They are of another provider.')
  tx.at(home)
}

/** Hardly anyone looks at more than who it was: the record is made for who does. */
const told = async (
  tx: Tx,
  outcome: 'created' | 'updated' | 'skipped',
  row: ConsumerRow,
  now: Date,
) => {
  const place = placeKnown(tx, row) ?? (await placeOf(tx, row))
  return {
    outcome,
    get consumer() {
      return consumerRecord(row, now, place)
    },
  }
}

const isHere = ({ id }: ConsumerRow) =>
  conflict(`They are here already: ${id}.`, { details: { id } })

/** Who has no name was meant to be somebody who is here. */
const nameless = ({ id, externalId, email }: Person) => {
  const needs = 'A consumer needs a name, or a first or last name.'
  if (!id && !externalId && !email) return invalid('name', needs)
  const hint = 'Bring the people in first: a file of passwords or other details adds to them.'
  return invalid('name', `Nobody is here with this id, externalId or email. ${needs}`, hint)
}

const standingOf = (person: Person, now: Date): Standing => {
  const { status = 'active', statusReason, statusKind, suspendedUntil, suspendedFrom } = person
  const circumstances = { statusReason, statusKind, suspendedUntil, suspendedFrom }
  return standingFor(status, circumstances, now)
}

const add = async ({ store, now, ids }: World, { person, contact, hash }: Prepared) => {
  refuseFuture(person.createdAt, now)
  const name = fullName(person)
  if (!name) throw nameless(person)
  // Named one by one: to copy what a million rows are made of takes longer than to make them.
  const row: NewConsumer = {
    ...standingOf(person, now),
    id: ids.make('con'),
    name,
    email: contact.email,
    emailKey: contact.emailKey,
    phone: contact.phone,
    country: contact.country,
    firstName: person.firstName,
    lastName: person.lastName,
    company: person.company,
    industry: person.industry,
    emailVerifiedAt: person.emailVerifiedAt,
    phoneVerifiedAt: person.phoneVerifiedAt,
    language: person.language,
    externalId: person.externalId,
    source: person.source,
    tags: person.tags ?? [],
    projectLimit: person.projectLimit,
    twoFactor: person.twoFactor ?? false,
    passwordHash: hash,
    lastSignInAt: person.lastSignInAt,
    createdAt: person.createdAt ?? now,
    account: await accountOfNew(store, person.account),
  }
  return insertConsumer(store, row)
}

/** Registration and source are facts of the first time; an import doesn't rewrite them. Nor does it a
 * password, which may be newer than the file, or the last sign-in by an earlier one. */
const change = async (
  { store, now }: World,
  found: ConsumerRow,
  { person: all, contact, hash }: Prepared,
): Promise<ConsumerRow> => {
  const { id: _, createdAt: __, source: ___, onConflict: ____, provider: _____, ...told } = all
  const { passwordHash: _hash, status, statusReason, statusKind, ...others } = told
  const { suspendedUntil, suspendedFrom, lastSignInAt, account: selector, ...person } = others
  const name = editedName(found, person)
  if (name === null) throw invalid('name', 'A consumer needs a name, or a first or last name.')
  const rest = given({ statusReason, statusKind, suspendedUntil, suspendedFrom })
  const stays = status === undefined || status === found.status
  const standing = stays ? restated(found, rest, now) : moveByImport(found, status, rest, now)
  const since = { ...standing, lastSignInAt: later(found.lastSignInAt, lastSignInAt) }
  const passwordHash = found.passwordHash ?? hash
  const said = { ...unverified(found, contact), ...given(person), ...contact }
  const account = await accountOfKnown(store, found, selector)
  const row = await updateConsumer(store, found, { ...said, name, ...since, passwordHash, account })
  await voidResetsOnMove(store, found, row, now)
  return row
}

const later = (known: Date | null, told: Date | null | undefined): Date | null =>
  told && (!known || told > known) ? told : known

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

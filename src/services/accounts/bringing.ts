/** What a row of a file makes of an account: a new one, or another of the one that is here. */
import { invalid, StewardError } from '../../kernel/errors.ts'
import {
  choice,
  clearable,
  email,
  type InputOf,
  instant,
  integer,
  list,
  optional,
  ref,
  text,
} from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { normalizeEmail } from '../contact/email.ts'
import { grantFeatures } from '../features/granting.ts'
import { findProvider } from '../providers/queries.ts'
import { type Known, lackedFor } from '../roles/actions.ts'
import type { World } from '../world.ts'
import { refuseOwn, refuseTop } from './above.ts'
import { companyFields, newAccount, storedCompany } from './company.ts'
import { colourTags, labels, labelsIn } from './labels.ts'
import { ownFromElsewhere } from './owner.ts'
import { insertAccount, lockedAccounts, readAccount, updateAccount } from './queries.ts'
import { type AccountRow, namedAccounts } from './record.ts'
import { relocate } from './relocating.ts'
import { type Move, moved, refuseTemplate, type Standing } from './rules.ts'
import { seatsGiven } from './seating.ts'
import { refuseFixed, valuesChanged } from './templates.ts'

export const broughtFields = {
  id: optional(text({ about: 'Our id, as exports have it.', max: 100 })),
  provider: optional(ref('providers', 'Whose it is: the provider at hand unless given.')),
  email: email({ about: 'The contact email: a new account gets it, a known one keeps its own.' }),
  ...companyFields,
  parent: clearable(ref('accounts', 'The account above it: reference, email or id.')),
  tags: labels,
  status: optional(
    choice({ about: 'Its status; active if not given.', of: ['active', 'suspended', 'closed'] }),
  ),
  statusReason: clearable(text({ about: 'Why, when suspended or closed.', max: 500 })),
  owner: clearable(email({ about: 'Who owns it, by email. Somebody new has no password yet.' })),
  ownerName: clearable(text({ about: "The owner's name, where they are new." })),
  seats: clearable(integer({ about: 'How many people it may have, its owner too.', min: 1 })),
  features: optional(list(ref('features', 'Features to grant, of those above it.'))),
  createdAt: optional(instant({ about: 'When it was added; now if not given.' })),
}

export type Brought = InputOf<typeof broughtFields>

/** A row that names a provider is of that one alone. Throws `not_found` where it is out of reach. */
export const atProvider = async (tx: Tx, provider: string | undefined): Promise<void> => {
  if (provider === undefined) return
  const found = await findProvider(tx, provider)
  const home = tx.scope.providers.find(one => one.provider === found?.key)
  if (home) return tx.at(home)
  throw new StewardError('not_found', 'No such provider.', {
    field: 'provider',
    hint: 'To bring it in elsewhere, leave that column out: --ignore provider.',
  })
}

/** Throws `invalid_input` where what belongs to the status is missing. */
const standingOf = ({ status = 'active', statusReason }: Brought): Standing => {
  if (status === 'active') return { status, statusReason: null }
  if (statusReason) return { status, statusReason }
  throw invalid('statusReason', `statusReason is required for an account that is ${status}.`)
}

const companyOf = (row: Brought) =>
  Object.fromEntries(
    Object.keys(companyFields).map(name => [name, row[name as keyof typeof companyFields]]),
  ) as Parameters<typeof storedCompany>[0]

export const addBrought = async (world: World, row: Brought): Promise<AccountRow> => {
  const { store, now, ids } = world
  if (row.createdAt && row.createdAt > now) {
    throw invalid('createdAt', 'createdAt lies in the future.')
  }
  refuseLacking(world, 'accounts.create')
  const above = row.parent ? await parentNamed(world, row.parent) : null
  if (above) refuseTemplate(above)
  else refuseTop(world)
  const given = labelsIn(row.tags, 'tags')
  await colourTags(world, given)
  const made = {
    ...newAccount(row.email, companyOf(row)),
    ...standingOf(row),
    id: ids.make('acc'),
    tags: given.map(({ tag }) => tag),
    seats: row.seats ?? null,
    createdAt: row.createdAt ?? now,
  }
  const account = await insertAccount(store, made, above)
  await grantFeatures(store, account, row.features ?? [])
  return owned(world, account, row)
}

/** When it was added is a fact of the first time, and so is its contact email. */
export const changeBrought = async (
  world: World,
  found: AccountRow,
  row: Brought,
): Promise<AccountRow> => {
  const { store } = world
  refuseTemplate(found)
  const placed = await elsewhere(world, found, row.parent)
  const { name: called, ...company } = storedCompany(companyOf(row))
  const name = called === null ? found.email : called
  const given = {
    ...(await seatsAfter(world, placed, row)),
    ...(await tagsAfter(world, placed, row)),
  }
  const changed = valuesChanged(placed, { ...company, name })
  if (changed.length > 0) refuseLacking(world, 'accounts.edit')
  await refuseFixed(world, placed, [...valuesChanged(placed, company), ...Object.keys(given)])
  const patch = { ...company, name, ...(await statusAfter(world, placed, row)), ...given }
  const after = await updateAccount(store, placed, patch)
  return owned(world, after, row)
}

/** Null in a file of somebody who does not see what lies above changes nothing. */
const elsewhere = async (
  world: World,
  found: AccountRow,
  parent: string | null | undefined,
): Promise<AccountRow> => {
  const { store } = world
  if (parent === undefined) return found
  const seen = found.parent === null ? [] : await namedAccounts(store, [found.parent])
  const wanted = parent === null ? null : await parentNamed(world, parent)
  if ((wanted?.key ?? null) === (seen[0]?.key ?? null)) return found
  refuseLacking(world, 'accounts.move')
  const [above = null] = wanted ? await lockedAccounts(store, [wanted.key]) : []
  return (await relocate(world, found, above)).row
}

const movesTo: Record<'active' | 'suspended' | 'closed', Move> = {
  active: 'activate',
  suspended: 'suspend',
  closed: 'close',
}

const statusAfter = async (
  world: World,
  found: AccountRow,
  row: Brought,
): Promise<Partial<Standing>> => {
  const { status } = row
  if (status === undefined) return {}
  const wanted = standingOf(row)
  if (status === found.status && wanted.statusReason === found.statusReason) return {}
  const move = movesTo[status]
  refuseLacking(world, `accounts.${move}`)
  await refuseOwn(world, found)
  return status === found.status ? wanted : moved(move, found, wanted.statusReason)
}

const seatsAfter = async (world: World, found: AccountRow, { seats }: Brought) => {
  const allowed = found.seats === null ? null : found.seats + found.additionalSeats
  if (seats === undefined || seats === allowed) return {}
  refuseLacking(world, 'accounts.seats')
  return (await seatsGiven(world, found, seats === null ? { unlimited: true } : { seats })) ?? {}
}

const tagsAfter = async (world: World, found: AccountRow, { tags }: Brought) => {
  if (tags === undefined) return {}
  const given = labelsIn(tags, 'tags')
  const named = given.map(({ tag }) => tag)
  const isSame = named.join() === found.tags.join()
  if (!isSame) refuseLacking(world, 'accounts.tags')
  await colourTags(world, given)
  return isSame ? {} : { tags: named }
}

const owned = async (
  world: World,
  account: AccountRow,
  { owner, ownerName }: Brought,
): Promise<AccountRow> => {
  if (!owner) return account
  const found = normalizeEmail(owner)
  if (!found) throw invalid('owner', 'owner is not an email address.')
  const contact = { email: found.email, emailKey: found.key, name: ownerName ?? undefined }
  return ownFromElsewhere(world, account, contact)
}

/** A row is let do what each of its parts is let do by itself: a file is no way around a permission. */
const refuseLacking = ({ actor }: World, operation: Known): void => {
  const because = lackedFor(actor, operation)
  if (because) throw new StewardError('not_allowed', because, { details: { operation } })
}

const parentNamed = async ({ store }: World, parent: string): Promise<AccountRow> => {
  try {
    return await readAccount(store, parent)
  } catch (error) {
    if (!(error instanceof StewardError) || error.code !== 'not_found') throw error
    throw new StewardError('not_found', 'No such account to lie beneath.', {
      field: 'parent',
      hint: 'In a file, an account stands before what lies beneath it.',
    })
  }
}

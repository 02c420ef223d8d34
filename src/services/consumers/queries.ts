/** Consumers in the database. */
import { and, eq, gte, isNotNull, or, type SQL } from 'drizzle-orm'
import { conflict, notFound, StewardError } from '../../kernel/errors.ts'
import { parseSelector } from '../../kernel/selector.ts'
import { eachProvider, ofAccounts, ofProviders } from '../../store/scope.ts'
import type { NewRowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { derivedText } from './contact.ts'
import { joined } from './joining.ts'
import { isBeyond, isLiving, knownHere, knownHolders, noteKnown, ownOf, wantedBy } from './known.ts'
import type { ConsumerRow } from './record.ts'
import { refuseErased, refuseGone, standingAt } from './rules.ts'
import { consumersTable } from './table.ts'

export type NewConsumer = Omit<
  NewRowOf<typeof consumersTable>,
  'key' | 'provider' | 'sortName' | 'searchText'
> & { name: string }

export type ConsumerPatch = Partial<NewConsumer>

const conditionFor = (tx: Tx, selector: string): SQL | undefined => {
  const table = tx.table(consumersTable)
  const { kind, value } = parseSelector(selector)
  if (kind === 'id') return eq(table.id, value)
  // A deleted record has let go of everything but its id.
  if (kind === 'email') return and(isLiving(tx), eq(table.emailKey, emailKey(value)))
  return and(isLiving(tx), eq(kind === 'phone' ? table.phone : table.externalId, value))
}

const select = (tx: Tx, where: SQL | undefined) => {
  const table = tx.table(consumersTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), where))
}

/** Throws `not_found`: the same words for a record that never was and one of another tenant; and
 * `conflict` where it names people of two providers. */
export const readConsumer = async (tx: Tx, selector: string): Promise<ConsumerRow> => {
  const found = onlyOne(await select(tx, conditionFor(tx, selector)))
  if (!found) throw await absent(tx, selector)
  tx.at(found)
  return found
}

const onlyOne = (found: ConsumerRow[]): ConsumerRow | undefined => {
  if (found.length > 1) throw ambiguous(found.map(({ id }) => id))
  return found[0]
}

export const ambiguous = (ids: readonly string[]) =>
  conflict(`Consumers of different providers go by this: ${ids.join(', ')}.`, {
    hint: 'Name one by its id, or say --provider.',
    details: { ids },
  })

/** An address may be that of a record that was merged into another: whose it is now is told. */
const absent = async (tx: Tx, selector: string): Promise<StewardError> => {
  const table = tx.table(consumersTable)
  const { kind, value } = parseSelector(selector)
  const text = kind === 'email' ? emailKey(value) : value
  const column = { id: table.id, email: table.emailKey, phone: table.phone }
  const named = eq(kind === 'external' ? table.externalId : column[kind], text)
  const [merged] = await select(tx, and(isNotNull(table.mergedInto), named))
  const [into] = merged ? await select(tx, eq(table.id, merged.mergedInto!)) : []
  if (!merged || !into) return notFound('consumer')
  const { id, mergedInto } = merged
  return new StewardError('not_found', `Who had this was merged into ${mergedInto}.`, {
    hint: `See: steward consumers show ${mergedInto}`,
    details: { id, mergedInto },
  })
}

/** The same, locked until the transaction's end. A suspension that has run out is written off first:
 * nobody decided anything by it, so it is no change of this operation's. */
export const getConsumer = async (
  tx: Tx,
  selector: string | { key: number },
  now: Date,
): Promise<ConsumerRow> => {
  const wanted =
    typeof selector === 'string'
      ? conditionFor(tx, selector)
      : eq(tx.table(consumersTable).key, selector.key)
  const known = typeof selector === 'string' ? knownHolders(tx, wantedBy(selector)) : undefined
  const found = onlyOne(known ?? (await tx.expressions.locking(select(tx, wanted))))
  if (!found)
    throw await (typeof selector === 'string' ? absent(tx, selector) : notFound('consumer'))
  tx.touch(consumersTable, found)
  refuseErased(found)
  return settled(tx, found, now)
}

const settled = async (tx: Tx, found: ConsumerRow, now: Date): Promise<ConsumerRow> => {
  const standing = standingAt(found, now)
  if (standing === found) return found
  const table = tx.table(consumersTable)
  const { status, statusReason, statusKind, suspendedUntil, suspendedFrom } = standing
  const settledColumns = { status, statusReason, statusKind, suspendedUntil, suspendedFrom }
  await tx.db.update(table).set(settledColumns).where(eq(table.key, found.key))
  noteKnown(tx, found, standing)
  return standing
}

/** Selectors that begin like this, with the name of whom they select; a deleted one's id too. */
export const startingWith = async (
  tx: Tx,
  prefix: string,
  limit: number,
): Promise<Suggestion[]> => {
  const table = tx.table(consumersTable)
  const living = isLiving(tx)
  const parts: [TextColumn, string, SQL?][] = prefix.startsWith('con_')
    ? [[table.id, prefix]]
    : [
        [table.emailKey, prefix.toLowerCase(), living],
        [table.phone, prefix, living],
        [table.externalId, prefix, living],
      ]
  const found: Suggestion[] = []
  // One after the other: a transaction has one connection, and no more is asked than is wanted.
  for (const [column, text, where] of parts) {
    if (found.length < limit) found.push(...(await beginning(tx, column, text, limit, where)))
  }
  return found.slice(0, limit)
}

type Suggestion = { value: string; about: string }

type TextColumn = ReturnType<typeof consumersTable.build>['id' | 'emailKey']

/** In the order of the column's index, whatever its collation, what begins like this comes first
 * from there; so this reads as many rows as it may answer and no more. */
const beginning = async (
  tx: Tx,
  column: TextColumn,
  prefix: string,
  limit: number,
  where?: SQL,
): Promise<Suggestion[]> => {
  const table = tx.table(consumersTable)
  const rows: { value: string | null; about: string }[] = []
  // Each provider has an order of its own in the index.
  for (const mine of eachProvider(tx, consumersTable) ?? [ofProviders(tx, consumersTable)]) {
    const those = and(mine, ofAccounts(tx, consumersTable), where, gte(column, prefix))
    const query = tx.db.select({ value: column, about: table.name }).from(table).where(those)
    rows.push(...(await query.orderBy(column).limit(limit)))
  }
  return rows.flatMap(({ value, about }) => (value?.startsWith(prefix) ? [{ value, about }] : []))
}

/** The living consumer with this address (`email:…` or `phone:…`), not locked: what is checked against
 * it is slow. */
export const findByAddress = async (tx: Tx, address: string): Promise<ConsumerRow | null> => {
  const [found] = await select(tx, conditionFor(tx, address))
  return found ?? null
}

type Known = { id?: string; externalId?: string | null; emailKey?: string | null }

/**
 * The living consumer whom a row of a file is about: by our id, else by external id, else by email.
 * Throws `conflict` for an email whose holder has another external id: those are two people; and
 * `illegal_state` for an id of ours whose record was merged, erased or deleted.
 */
export const findForImport = async (tx: Tx, by: Known, now: Date): Promise<ConsumerRow | null> => {
  const found = (await findById(tx, by.id)) ?? (await findByOwnData(tx, by))
  if (!found) return null
  tx.touch(consumersTable, found)
  return settled(tx, found, now)
}

/** An id from elsewhere finds nobody here, and that is no mistake: exports carry theirs. One of ours
 * that nobody goes by any more makes no new person: an old file would bring back who was erased. */
const findById = async (tx: Tx, id: string | undefined): Promise<ConsumerRow | undefined> => {
  if (id === undefined) return undefined
  const table = tx.table(consumersTable)
  const known = knownHolders(tx, { id })
  const [found] = known ?? (await tx.expressions.locking(select(tx, eq(table.id, id))))
  if (found) refuseGone(found)
  return found
}

const findByOwnData = async (tx: Tx, by: Known): Promise<ConsumerRow | undefined> => {
  const holders = await holdersHere(tx, { externalId: by.externalId, emailKey: by.emailKey })
  const known = holders.find(row => by.externalId && row.externalId === by.externalId)
  const found = known ?? holders[0]
  if (!found) return undefined
  if (await isBeyond(tx, found)) throw taken(known ? 'externalId' : 'email')
  if (!known && by.externalId && found.externalId) {
    throw conflict(`This email belongs to someone with another external id: ${found.id}.`, {
      field: 'email',
      details: { id: found.id },
    })
  }
  return found
}

const uniques = ['emailKey', 'phone', 'externalId'] as const
const saidAs = { emailKey: 'email', phone: 'phone', externalId: 'externalId' } as const

type Uniques = Partial<Record<(typeof uniques)[number], string | null>>

/** The living of the provider at hand who have any of these, locked, whether or not they are within
 * reach; one query, since an import asks it for every row. */
const holdersHere = async (tx: Tx, wanted: Uniques): Promise<ConsumerRow[]> => {
  const { emailKey, phone, externalId } = wanted
  const known = knownHere(tx, { emailKey, phone, externalId })
  if (known) return known
  const table = tx.table(consumersTable)
  const given = uniques.filter(name => wanted[name])
  if (given.length === 0) return []
  // Each alternative says all of it, and nothing is said outside: SQLite looks for an index in one at
  // a time, and given a condition beside them it would go by that, through everyone.
  const scope = and(eq(table.provider, tx.scope.provider), isLiving(tx))
  const any = or(...given.map(name => and(scope, eq(table[name], wanted[name]!))))
  return tx.expressions.locking(tx.db.select().from(table).where(any))
}

/** Throws `conflict` where somebody holds an email, phone or external id that this record wants. Who
 * that is is told to whoever reaches them. */
export const refuseTaken = async (
  tx: Tx,
  wanted: Uniques,
  self: number | null = null,
): Promise<void> => {
  for (const holder of await holdersHere(tx, wanted)) {
    const held = uniques.find(name => wanted[name] && holder[name] === wanted[name])
    if (holder.key === self || !held) continue
    throw taken(saidAs[held], (await isBeyond(tx, holder)) ? undefined : holder.id)
  }
}

const taken = (field: (typeof saidAs)[keyof typeof saidAs], id?: string) => {
  const shown = field === 'externalId' ? 'external id' : field
  if (id === undefined) return conflict(`Another consumer has this ${shown}.`, { field })
  return conflict(`Another consumer has this ${shown}: ${id}.`, {
    field,
    hint: `See: steward consumers show ${id}`,
    details: { id },
  })
}

export const insertConsumer = async (tx: Tx, row: NewConsumer): Promise<ConsumerRow> => {
  const { name, email = null, company = null, phone = null } = row
  await refuseTaken(tx, row)
  const { sortName, searchText } = derivedText({ name, email, company, phone })
  const made = await tx.insert(consumersTable, { ...row, sortName, searchText })
  noteKnown(tx, null, made)
  if (made.account !== null) await joined(tx, null, made)
  return made
}

/** A new consumer, drafted elsewhere with all that is worked out; null where somebody has what is
 * theirs. Nothing is noted: the draft's event tells of it. */
export const adoptConsumer = async (tx: Tx, row: NewConsumer): Promise<ConsumerRow | null> => {
  const holders = knownHere(tx, ownOf(row))
  if (!holders || holders.length > 0) return null
  const made: ConsumerRow = await tx.put(consumersTable, row as NewRowOf<typeof consumersTable>)
  noteKnown(tx, null, made)
  return made
}

/** The same password, hashed by us: nobody decided anything by it, so it is no change of the
 * operation's. */
export const rehash = async (tx: Tx, { key }: ConsumerRow, passwordHash: string): Promise<void> => {
  const table = tx.table(consumersTable)
  await tx.db.update(table).set({ passwordHash }).where(eq(table.key, key))
}

/** Writes what differs; search and sort text follow. */
export const updateConsumer = async (
  tx: Tx,
  found: ConsumerRow,
  patch: ConsumerPatch,
): Promise<ConsumerRow> => {
  const wanted = Object.fromEntries(
    uniques.filter(name => patch[name] !== found[name]).map(name => [name, patch[name]]),
  )
  await refuseTaken(tx, wanted, found.key)
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const derived = derivedText({ ...found, ...given })
  const after = await tx.update(consumersTable, found, { ...patch, ...derived })
  noteKnown(tx, found, after)
  if (after.account !== found.account) await joined(tx, found, after)
  return after
}

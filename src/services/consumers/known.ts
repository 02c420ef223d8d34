/**
 * Whom the rows of a chunk are about, fetched and locked by one query before the first of them, and
 * kept as the rows change them. Without it each row would ask for its own, once for whom it is about
 * and again for who else has its address.
 */
import { and, asc, inArray, type SQL, sql } from 'drizzle-orm'
import { parseSelector } from '../../kernel/selector.ts'
import { ofProviders } from '../../store/scope.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { keepPlaces } from '../providers/standing.ts'
import type { ConsumerRow } from './record.ts'
import { consumersTable } from './table.ts'

/** What people are found by. By all but the id only those who are not deleted. */
const handles = ['id', 'emailKey', 'phone', 'externalId'] as const
export type Handle = (typeof handles)[number]

export type Wanted = Partial<Record<Handle, string | null | undefined>>

type Known = {
  rows: Map<number, ConsumerRow>
  /** The keys of those who have it: at most one of each provider. */
  holders: Record<Handle, Map<string, readonly number[]>>
  /** Those of them who are of an account that isn't within reach: an address of theirs is taken. */
  beyond: ReadonlySet<number>
}

const nobody: readonly number[] = []

const knownTo = new WeakMap<Tx, Known | 'none'>()

/** What a new consumer can be found by that is their own, and nobody else's. */
export const ownOf = ({ emailKey, phone, externalId }: Wanted): Wanted => ({
  emailKey,
  phone,
  externalId,
})

/** Nobody is here: what a row comes to then is drafted. Whoever has an id of ours is somebody. */
export const noneKnown = (tx: Tx): void => void knownTo.set(tx, 'none')

/** Whether nobody is here for that reason. */
export const isDrafted = (tx: Tx): boolean => knownTo.get(tx) === 'none'

/** As the partial indexes say it: a parameter in its place would keep them from being used. */
export const isLiving = (tx: Tx): SQL => sql`${tx.table(consumersTable).status} <> 'deleted'`

/** Fetches all who have one of these, locked in the order of their ids. */
export const fetchTogether = async (tx: Tx, wanted: readonly Wanted[]): Promise<void> => {
  const holders: Known['holders'] = {
    id: new Map(),
    emailKey: new Map(),
    phone: new Map(),
    externalId: new Map(),
  }
  for (const one of wanted) {
    for (const name of handles) if (one[name]) holders[name].set(one[name], nobody)
  }
  const table = tx.table(consumersTable)
  const keysOf = (name: Handle): SQL => {
    const named = tx.expressions.among(table[name], [...holders[name].keys()])
    const living = name === 'id' ? undefined : isLiving(tx)
    const mine = and(ofProviders(tx, consumersTable), living, named)
    return sql`select ${table.key} from ${table} where ${mine}`
  }
  const sought = unknownTo(tx, holders).map(keysOf)
  const known = { rows: new Map<number, ConsumerRow>(), holders, beyond: new Set<number>() }
  if (sought.length > 0) {
    // Whose they are is said inside alone: said here as well, SQLite would go through all of them.
    const mine = sql`${table.key} in (${sql.join(sought, sql` union `)})`
    const all = tx.db.select().from(table).where(mine).orderBy(asc(table.id))
    for (const row of await tx.expressions.locking(all)) keep(known, row)
    known.beyond = await beyondReach(tx, [...known.rows.keys()])
  }
  knownTo.set(tx, known)
}

/** What has to be looked up. Who came since unique indexes were put off is known without them: where
 * nobody may have any of these, nobody is asked, and else they are built first. */
const unknownTo = (tx: Tx, holders: Known['holders']): Handle[] => {
  const given = handles.filter(name => holders[name].size > 0)
  const { newcomers } = tx.session
  if (!newcomers) return given
  const own = given.filter(name => name !== 'id')
  const mayBeHere = (name: Handle) =>
    [...holders[name].keys()].some(value => newcomers.mayHave(name, value))
  if (!own.some(mayBeHere)) return given.filter(name => name === 'id')
  newcomers.index()
  return given
}

const keep = ({ rows, holders }: Known, row: ConsumerRow): void => {
  rows.set(row.key, row)
  for (const name of handles) {
    const value = row[name]
    if (value === null || (name !== 'id' && row.status === 'deleted')) continue
    const others = (holders[name].get(value) ?? nobody).filter(key => key !== row.key)
    holders[name].set(value, [...others, row.key])
  }
}

/** Those of a provider's people whom somebody who reaches some of its accounts doesn't. */
const beyondReach = async (tx: Tx, keys: readonly number[]): Promise<Set<number>> => {
  if (tx.scope.bounds.length === 0 || keys.length === 0) return new Set()
  const { key } = tx.table(consumersTable)
  const rows = await tx.db
    .select({ key })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), inArray(key, [...keys])))
  const reached = new Set(rows.map(row => row.key))
  return new Set(keys.filter(one => !reached.has(one)))
}

/** Whether somebody of the provider at hand is of an account that isn't within reach. */
export const isBeyond = async (tx: Tx, { key }: ConsumerRow): Promise<boolean> => {
  const known = knownTo.get(tx)
  if (known && known !== 'none' && known.rows.has(key)) return known.beyond.has(key)
  return (await beyondReach(tx, [key])).has(key)
}

/** Says that a row is now as it is here, and no longer as it was. */
export const noteKnown = (tx: Tx, before: ConsumerRow | null, after: ConsumerRow): void => {
  const known = knownTo.get(tx)
  if (!known || known === 'none') return
  for (const name of handles) {
    const value = before?.[name]
    const left = value && known.holders[name].get(value)?.filter(key => key !== after.key)
    if (left) known.holders[name].set(value, left)
  }
  keep(known, after)
}

/** Those within reach who have any of these; undefined where that has not been asked before. */
export const knownHolders = (tx: Tx, wanted: Wanted): ConsumerRow[] | undefined => {
  const known = knownTo.get(tx)
  if (!known) return undefined
  if (known === 'none') return wanted.id ? undefined : []
  return allKnown(known, wanted)?.filter(({ key }) => !known.beyond.has(key))
}

/** Those of the provider at hand who have any of these, within reach or not: in whose way a new one
 * would be. */
export const knownHere = (tx: Tx, wanted: Wanted): ConsumerRow[] | undefined => {
  const known = knownTo.get(tx)
  if (!known) return undefined
  if (known === 'none') return wanted.id ? undefined : []
  return allKnown(known, wanted)?.filter(({ provider }) => provider === tx.scope.provider)
}

const allKnown = ({ holders, rows }: Known, wanted: Wanted): ConsumerRow[] | undefined => {
  const found = new Set<number>()
  for (const name of handles) {
    const value = wanted[name]
    if (!value) continue
    const keys = holders[name].get(value)
    if (!keys) return undefined
    for (const key of keys) found.add(key)
  }
  return [...found].map(key => rows.get(key)!)
}

/** A selector as what it is looked for by. */
export const wantedBy = (selector: string): Wanted => {
  const { kind, value } = parseSelector(selector)
  if (kind === 'id') return { id: value }
  if (kind === 'email') return { emailKey: emailKey(value) }
  return kind === 'phone' ? { phone: value } : { externalId: value }
}

/** Those whom the chunk is about, as far as they are known. */
export const knownRows = (tx: Tx): ConsumerRow[] => {
  const known = knownTo.get(tx)
  return known && known !== 'none' ? [...known.rows.values()] : []
}

/** For operations on one consumer: whom the rows of a chunk name, at once. */
export const fetchNamed = async (
  { store }: { store: Tx },
  rows: readonly { input: { consumer: string } }[],
): Promise<void> => {
  await fetchTogether(
    store,
    rows.map(({ input }) => wantedBy(input.consumer)),
  )
  await keepPlaces(store, knownRows(store))
}

/**
 * Effective state: what a record is once everything above it is looked at. Disabling a provider or
 * suspending an account writes nothing on what lies beneath, so that ending it gives back exactly
 * what was there; what stops a record is worked out here, for a whole page at once.
 */
import { and, asc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import type { NamedAccount } from '../accounts/record.ts'
import { accountsTable } from '../accounts/table.ts'
import { providersTable } from './table.ts'

/** What a record is not, although nothing of its own says so. Of an account out of reach only its
 * status is told. */
export const Stop = z.object({
  topic: z.enum(['providers', 'accounts']),
  id: z.nullable(z.string()),
  name: z.nullable(z.string()),
  status: z.enum(['disabled', 'suspended', 'closed']),
})

export type Stop = z.infer<typeof Stop>

/** A record by the keys of what it belongs to: of an account this is its own. */
export type Placed = { provider: number; account: number | null }

/** What a record belongs to, as everyone outside is told. */
export type Place = {
  providerId: string
  account: NamedAccount | null
  stoppedBy: Stop | null
}

/** The statuses of an account that stop what belongs to it. */
const stopping = ['suspended', 'closed'] as const

/** A record's own status, unless something above it stops it; what is deleted has nothing to stop. */
export const effective = <S extends string>(own: S, stop: Stop | null): S | Stop['status'] =>
  own === 'deleted' ? own : (stop?.status ?? own)

/** For each what stops it: its provider, where that is disabled; else the nearest account that is
 * suspended or closed, its own or one above. Where nothing can be, nothing is asked. */
export const stoppedBy = async (tx: Tx, rows: readonly Placed[]): Promise<(Stop | null)[]> =>
  (await placesOf(tx, rows)).map(place => place.stoppedBy)

/** The same for one, with what it belongs to. */
export const placeOf = async (tx: Tx, row: Placed): Promise<Place> =>
  placeKnown(tx, row) ?? (await placesOf(tx, [row]))[0]!

export const placesOf = async (tx: Tx, rows: readonly Placed[]): Promise<Place[]> => {
  const around = await readAround(tx, rows)
  return rows.map(row => placeIn(tx, around, row))
}

/** What stands above the rows of a page: disabled providers and accounts by their keys. */
type Around = { providers: Map<number, Stop>; accounts: Map<number, Omit<Place, 'providerId'>> }

const keptIn = new WeakMap<Tx, Around>()

/** Looks ahead for the rows of a chunk, which then ask nothing of the database between their writes. */
export const keepPlaces = async (tx: Tx, rows: readonly Placed[]): Promise<void> => {
  keptIn.set(tx, await readAround(tx, rows))
}

/** Where a record belongs, as far as that is known without asking: it belongs to no account, or has
 * been looked ahead for. */
export const placeKnown = (tx: Tx, row: Placed): Place | undefined => {
  const kept = keptIn.get(tx) ?? nothing
  const { provider, account } = row
  if (isDisabled(tx, provider) && !kept.providers.has(provider)) return undefined
  if (account !== null && !kept.accounts.has(account)) return undefined
  return placeIn(tx, kept, row)
}

const nothing: Around = { providers: new Map(), accounts: new Map() }

const placeIn = ({ scope }: Tx, around: Around, { provider, account }: Placed): Place => {
  const home = scope.providers.find(one => one.provider === provider) ?? scope
  const found = account === null ? undefined : around.accounts.get(account)
  return {
    providerId: home.providerId,
    account: found?.account ?? null,
    stoppedBy: around.providers.get(provider) ?? found?.stoppedBy ?? null,
  }
}

const isDisabled = ({ scope }: Tx, provider: number): boolean =>
  scope.providers.some(one => one.provider === provider && one.disabled)

const readAround = async (tx: Tx, rows: readonly Placed[]): Promise<Around> => {
  const providers = new Set<number>()
  const accounts = new Set<number>()
  for (const { provider, account } of rows) {
    if (isDisabled(tx, provider)) providers.add(provider)
    if (account !== null) accounts.add(account)
  }
  return {
    providers: providers.size === 0 ? nothing.providers : await readDisabled(tx, [...providers]),
    accounts: accounts.size === 0 ? nothing.accounts : await readAccounts(tx, rows, [...accounts]),
  }
}

const readDisabled = async (tx: Tx, keys: number[]): Promise<Around['providers']> => {
  const { key, id, name } = tx.table(providersTable)
  const rows = await tx.db
    .select({ key, id, name })
    .from(tx.table(providersTable))
    .where(inArray(key, keys))
  const stopOf = ({ id, name }: { id: string; name: string }) =>
    ({ topic: 'providers', id, name, status: 'disabled' }) as const
  return new Map(rows.map(row => [row.key, stopOf(row)]))
}

/** Each account and, of those above it, the ones that stop it, the nearest first. */
const readAccounts = async (
  tx: Tx,
  rows: readonly Placed[],
  keys: number[],
): Promise<Around['accounts']> => {
  const tree = tx.table(accountTreeTable)
  const table = tx.table(accountsTable)
  const { id, reference, name, status } = table
  const above = and(eq(table.provider, tree.provider), eq(table.key, tree.ancestor))
  const providers = [...new Set(rows.map(row => row.provider))]
  const reached = tx.scoped(accountsTable).mapWith(Boolean)
  const found = await tx.db
    .select({ account: tree.account, depth: tree.depth, id, reference, name, status, reached })
    .from(tree)
    .innerJoin(table, above)
    .where(
      and(
        inArray(tree.provider, providers),
        inArray(tree.account, keys),
        or(eq(tree.depth, 0), inArray(table.status, [...stopping])),
      ),
    )
    .orderBy(asc(tree.account), asc(tree.depth))
  const accounts: Around['accounts'] = new Map()
  for (const row of found) {
    const known = accounts.get(row.account) ?? { account: null, stoppedBy: null }
    if (row.depth === 0) known.account = { id: row.id, reference: row.reference, name: row.name }
    known.stoppedBy ??= stopOf(row)
    accounts.set(row.account, known)
  }
  return accounts
}

/** The status of what stops a row, by its columns; null where nothing does. */
export const stoppedStatus = (tx: Tx, of: { provider: unknown; account: unknown }): SQL => {
  const tree = tx.table(accountTreeTable)
  const table = tx.table(accountsTable)
  // By a name of its own: the row itself may be an account.
  const nearest = sql`(select above.status from ${tree} inner join ${table} as above
    on above.provider = ${tree.provider} and above.key = ${tree.ancestor}
    where ${tree.provider} = ${of.provider} and ${tree.account} = ${of.account}
      and above.status in ${[...stopping]} order by ${tree.depth} limit 1)`
  const disabled = tx.scope.providers.flatMap(one => (one.disabled ? [one.provider] : []))
  if (disabled.length === 0) return nearest
  return sql`case when ${inArray(of.provider as SQL, disabled)} then 'disabled' else ${nearest} end`
}

type Above = { id: string; name: string; status: string; reached: unknown }

const stopOf = ({ id, name, status, reached }: Above): Stop | null => {
  const wanted = stopping.find(one => one === status)
  if (!wanted) return null
  const named = reached ? { id, name } : { id: null, name: null }
  return { topic: 'accounts', ...named, status: wanted }
}

/**
 * Tenancy: whose rows a transaction reaches. Every query of a tenant table has this condition, so that
 * what is another's is not there at all.
 */
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { AnyTable, TableSpec } from './table.ts'
import { accountGrantsTable, accountTreeTable } from './tables.ts'
import type { Tx } from './transaction.ts'

/** What a tenant table has besides its own columns. */
type Tenant = AnyTable & { provider: SQL; account?: SQL }

export const scopeCondition = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL => {
  const { within } = spec
  const table = tx.table(spec) as unknown as Tenant
  const { provider, bounds } = tx.scope
  if (within === 'itself') return oneOf((table as AnyTable).key, tx)
  if (within === 'home') return eq(table.provider, provider) as SQL
  const theirs = oneOf(table.provider, tx)
  if (bounds.length === 0 || within === 'providers') return theirs
  return and(theirs, within ? within(tx, table) : inAccounts(tx, table)) as SQL
}

/** That a row is of a provider within reach, of whatever account: only to know what is taken there. */
export const ofProviders = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL =>
  oneOf((tx.table(spec) as unknown as Tenant).provider, tx)

const oneOf = (provider: SQL, { scope }: Tx): SQL => {
  const homes = scope.providers.length === 0 ? [scope] : scope.providers
  const keys = homes.map(home => home.provider)
  return (keys.length === 1 ? eq(provider, keys[0]) : inArray(provider, keys)) as SQL
}

/** A table that says nothing of accounts shows nothing to whom only some of them are granted. */
const inAccounts = (tx: Tx, { provider, account }: Tenant): SQL =>
  account ? accountReached(tx, provider, account) : sql`false`

/** That whoever is bound was granted the account, or one above it: all of those who are. */
export const accountReached = (
  tx: Tx,
  provider: unknown,
  account: unknown,
  bounds: readonly string[] = tx.scope.bounds,
): SQL => {
  const tree = tx.table(accountTreeTable)
  const grants = tx.table(accountGrantsTable)
  // Both by other names than their own: what is asked about may be a column of one of them.
  const holds = bounds.map(
    holder => sql`exists (select 1 from ${tree} as beneath inner join ${grants} as held
      on held.provider = beneath.provider and held.holder = ${holder}
      and held.account = beneath.ancestor and (held.itself or beneath.depth > 0)
      where beneath.provider = ${provider} and beneath.account = ${account})`,
  )
  return and(...holds) as SQL
}

/** That a person or key was granted some accounts, and all of them are within reach. */
export const holderReached = (
  tx: Tx,
  { provider, id, accounts }: Record<'provider' | 'id' | 'accounts', unknown>,
): SQL => {
  const grants = tx.table(accountGrantsTable)
  const reached = accountReached(tx, grants.provider, grants.account)
  const mine = sql`${grants.provider} = ${provider} and ${grants.holder} = ${id}`
  return sql`(${accounts} = 'some' and not exists (
    select 1 from ${grants} where ${mine} and not (${reached})))`
}

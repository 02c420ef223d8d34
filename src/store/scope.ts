/**
 * Tenancy: whose rows a transaction reaches. Every query of a tenant table has this condition, so that
 * what is another's is not there at all.
 */
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { AnyTable, TableSpec } from './table.ts'
import { accountGrantsTable, accountTreeTable } from './tables.ts'
import type { Tx } from './transaction.ts'

/** What a tenant table has besides its own columns. */
type Tenant = AnyTable & { provider: SQL; key: SQL; account?: SQL }

export const scopeCondition = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL =>
  and(ofTenants(tx, spec), ofAccounts(tx, spec)) as SQL

/** That a row is of those whose rows the table shows: of the provider at hand, or of all within reach. */
export const ofTenants = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL => {
  if (spec.within !== 'home') return ofProviders(tx, spec)
  return eq((tx.table(spec) as unknown as Tenant).provider, tx.scope.provider) as SQL
}

/** That a row is of a provider within reach, whichever is at hand and of whatever account: by itself only
 * to know what is taken there. */
export const ofProviders = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL => {
  const { provider, key } = tx.table(spec) as unknown as Tenant
  const column = spec.within === 'itself' ? key : provider
  const keys = tenantsOf(tx).map(home => home.provider)
  return (keys.length === 1 ? eq(column, keys[0]) : inArray(column, keys)) as SQL
}

const tenantsOf = ({ scope }: Tx): readonly { provider: number }[] =>
  scope.providers.length === 0 ? [scope] : scope.providers

/** The same, provider by provider: each has an order of its own in an index, and all together have none.
 * Null where there is but one. */
export const eachProvider = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL[] | null => {
  const homes = tenantsOf(tx)
  if (homes.length === 1 || spec.within === 'home' || spec.within === 'itself') return null
  const { provider } = tx.table(spec) as unknown as Tenant
  return homes.map(home => eq(provider, home.provider) as SQL)
}

/** What else has to hold, above all where only some accounts are within reach. */
export const ofAccounts = <T extends AnyTable>(tx: Tx, spec: TableSpec<T>): SQL | undefined => {
  const { within, besides } = spec
  const table = tx.table(spec) as unknown as Tenant
  const more = besides?.(tx, table)
  if (tx.scope.bounds.length === 0 || typeof within === 'string') return more
  return and(more, within ? within(tx, table) : inAccounts(tx, table))
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
  // Both by other names than their own: what is asked about may be a column of one of them. Without the
  // offset Postgres would join what is asked about with all of the tree, to look at few.
  const holds = bounds.map(
    holder => sql`exists (select 1 from ${tree} as beneath inner join ${grants} as held
      on held.provider = beneath.provider and held.holder = ${holder}
      and held.account = beneath.ancestor and (held.itself or beneath.depth > 0)
      where beneath.provider = ${provider} and beneath.account = ${account} limit 1 offset 0)`,
  )
  return and(...holds) as SQL
}

/** How an index leads to all rows of the accounts that whoever is bound was granted: `account` is the
 * column that says which one a row is of. Where one alone bounds them, to no others besides. */
export const wayToReached = (tx: Tx, spec: TableSpec<AnyTable>, account: unknown): SQL => {
  const table = tx.table(spec)
  const [holder] = tx.scope.bounds
  const keys = tenantsOf(tx).map(({ provider }) => sql`${provider}`)
  // SQLite takes what is crossed in the order that it is written in: from the few granted.
  const reached = sql`select beneath.account as found from ${tx.table(accountGrantsTable)} as held
    cross join ${tx.table(accountTreeTable)} as beneath
    where held.provider in (${sql.join(keys, sql`, `)}) and held.holder = ${holder}
      and beneath.provider = held.provider and beneath.ancestor = held.account
      and (held.itself or beneath.depth > 0)`
  if (account === table.key) return reached
  return sql`select ${table.key} as found from ${table} where ${ofProviders(tx, spec)}
    and ${account} in (${reached})`
}

/** That a person or key was granted some accounts, and all of them are within reach. */
export const holderReached = (
  tx: Tx,
  { provider, id, accounts }: Record<'provider' | 'id' | 'accounts', unknown>,
): SQL => {
  const grants = tx.table(accountGrantsTable)
  const reached = accountReached(tx, grants.provider, grants.account)
  const mine = sql`${grants.provider} = ${provider} and ${grants.holder} = ${id}`
  // Of whoever was granted none, nothing says that they are within anybody's reach.
  return sql`(${accounts} = 'some' and exists (select 1 from ${grants} where ${mine})
    and not exists (select 1 from ${grants} where ${mine} and not (${reached})))`
}

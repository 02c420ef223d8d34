/** Whose database this is. */
import { and, eq } from 'drizzle-orm'
import { type Scope, scopeWithin } from '../../kernel/context.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { allProviders } from '../providers/queries.ts'
import { providersTable } from '../providers/table.ts'
import { organizationsTable } from './table.ts'

export type OrganizationRow = RowOf<typeof organizationsTable>

/** Null before init. There is one row, and its key is 1, so that a second can't come to be. */
export const readOrganization = async (tx: Tx): Promise<OrganizationRow | null> => {
  const table = tx.table(organizationsTable)
  const [row] = await tx.db.select().from(table).where(eq(table.key, 1))
  return row ?? null
}

/** The tenant whose rows carry this key; null when it is gone or disabled. */
export const scopeOf = async (tx: Tx, key: number): Promise<Scope | null> => {
  const provider = tx.table(providersTable)
  const wanted = and(eq(provider.key, key), eq(provider.status, 'active'))
  const [found] = await tx.db.select().from(provider).where(wanted)
  const organization = await readOrganization(tx)
  if (!found || !organization) return null
  return scopeWithin({ provider: found.key, providerId: found.id }, organization)
}

/** The default provider, where what belongs to no other is kept; null before init. */
export const defaultScope = async (tx: Tx): Promise<Scope | null> => {
  const provider = tx.table(providersTable)
  const [found] = await tx.db.select().from(provider).where(eq(provider.isDefault, true))
  const organization = await readOrganization(tx)
  if (!found || !organization) return null
  return scopeWithin({ provider: found.key, providerId: found.id }, organization)
}

/** The default provider's, reaching all the others as well. */
export const wholeScope = async (tx: Tx): Promise<Scope | null> => {
  const scope = await defaultScope(tx)
  return scope && { ...scope, providers: await allProviders(tx), every: true }
}

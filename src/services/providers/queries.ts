/** Providers in the database. */
import { and, asc, eq, ne, sql } from 'drizzle-orm'
import type { Home, Tenant } from '../../kernel/context.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { providersTable } from './table.ts'

export type ProviderRow = RowOf<typeof providersTable>

/** By reference or id, whatever its status but deleted; null when there is none. */
export const findProvider = async (tx: Tx, selector: string): Promise<ProviderRow | null> => {
  const table = tx.table(providersTable)
  const column = selector.startsWith('prv_') ? table.id : table.reference
  // The words of the index: there may have been others of this name, deleted since.
  const wanted = and(eq(column, selector), sql`status <> 'deleted'`)
  const [found] = await tx.db.select().from(table).where(wanted)
  return found ?? null
}

export const homeOf = ({ key, id }: ProviderRow): Home => ({ provider: key, providerId: id })

/** Those within reach of whoever reaches all: a disabled one too, one that was deleted no more. */
export const allProviders = async (tx: Tx): Promise<Tenant[]> => {
  const { key, id, status } = tx.table(providersTable)
  const rows = await tx.db
    .select({ key, id, status })
    .from(tx.table(providersTable))
    .where(ne(status, 'deleted'))
    .orderBy(asc(key))
  return rows.map(row => ({
    provider: row.key,
    providerId: row.id,
    ...(row.status === 'disabled' && { disabled: true }),
  }))
}

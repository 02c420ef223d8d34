/** The ids of all that a filter matches, in one reading: what a run over many records is made of. */
import { and, asc } from 'drizzle-orm'
import type { FilterTerm } from '../kernel/filter.ts'
import { conditionsOf, type Listing } from './listing.ts'
import type { AnyTable } from './table.ts'
import type { Tx } from './transaction.ts'

export const matchingIds = async <T extends AnyTable>(
  tx: Tx,
  { spec, filters, where, tie = 'key' }: Listing<T>,
  terms: readonly FilterTerm[],
): Promise<string[]> => {
  const table = tx.table(spec) as AnyTable
  const rows = await tx.db
    .select({ id: table.id })
    .from(table)
    .where(and(tx.scoped(spec), where, conditionsOf(tx, filters, terms)))
    .orderBy(asc(table[tie]))
  return rows.map(({ id }) => id as string)
}

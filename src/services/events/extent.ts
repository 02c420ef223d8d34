/** A stretch of the log with its proofs: what an export hands out page by page, and an archive as a
 * whole. */
import { and, asc, count, gt, lte, max, min, type SQL } from 'drizzle-orm'
import type { FilterTerm } from '../../kernel/filter.ts'
import { conditionsOf } from '../../store/listing.ts'
import { type EventRow, nodeReader } from '../../store/log.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { archivedThrough } from './archives.ts'
import { eventFilters } from './listing.ts'
import { exportFormat, type Manifest, type ProvenEvent, provenEvent } from './proof.ts'

/** The size that its proofs are for, and the conditions. */
export type Extent = { size: number; terms: FilterTerm[] }

const within = (tx: Tx, { size, terms }: Extent): SQL | undefined =>
  and(
    tx.scoped(eventsTable),
    lte(tx.table(eventsTable).sequence, size),
    conditionsOf(tx, eventFilters(tx), terms),
  )

export const manifestOf = async (tx: Tx, extent: Extent): Promise<Manifest> => {
  const { sequence, detail } = tx.table(eventsTable)
  const [found] = await tx.db
    .select({
      count: count(),
      first: min(sequence),
      last: max(sequence),
      detailed: count(detail),
    })
    .from(tx.table(eventsTable))
    .where(within(tx, extent))
  const { first, last, detailed } = found!
  return {
    format: exportFormat,
    filter: extent.terms.map(term => ({ ...term, values: term.values.map(plain) })),
    complete: extent.terms.length === 0 && (await archivedThrough(tx)) === 0,
    count: found!.count,
    first: first === null ? null : Number(first),
    last: last === null ? null : Number(last),
    erased: found!.count - detailed,
  }
}

const plain = <T>(value: T | Date) => (value instanceof Date ? value.toISOString() : value)

/** `last` is the number to go on after; null at the end. */
export const provenPage = async (
  tx: Tx,
  extent: Extent,
  after: number,
  limit: number,
): Promise<{ data: ProvenEvent[]; last: number | null }> => {
  const table = tx.table(eventsTable)
  const found: EventRow[] = await tx.db
    .select()
    .from(table)
    .where(and(within(tx, extent), gt(table.sequence, after)))
    .orderBy(asc(table.sequence))
    .limit(limit + 1)
  const rows = found.slice(0, limit)
  const nodes = nodeReader(tx, found)
  const data: ProvenEvent[] = []
  for (const row of rows) {
    data.push(await provenEvent(row, tx.scope.providerId, extent.size, nodes))
  }
  return { data, last: found.length > limit ? rows.at(-1)!.sequence : null }
}

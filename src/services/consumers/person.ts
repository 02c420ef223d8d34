/** A whole person: their record, and those that were merged into it. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import { illegalState } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { belongings } from './belongings.ts'
import { readConsumer } from './queries.ts'
import type { ConsumerRow } from './record.ts'
import { consumersTable } from './table.ts'

/** The records merged into this one, and into those. */
export const mergedRecords = async (tx: Tx, { id }: { id: string }): Promise<ConsumerRow[]> => {
  const table = tx.table(consumersTable)
  const found: ConsumerRow[] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), eq(table.mergedInto, id)))
    .orderBy(asc(table.id))
  const further: ConsumerRow[] = []
  for (const record of found) further.push(...(await mergedRecords(tx, record)))
  return [...found, ...further]
}

/** The record asked for first, then those merged into it. Throws `illegal_state` for one that is
 * itself part of another person. */
export const readPerson = async (tx: Tx, selector: string): Promise<ConsumerRow[]> => {
  const found = await readConsumer(tx, selector)
  if (found.mergedInto === null) return [found, ...(await mergedRecords(tx, found))]
  throw illegalState('This consumer was merged into another: ask for that one.', {
    hint: `See: steward consumers show ${found.mergedInto}`,
    details: { mergedInto: found.mergedInto },
  })
}

/** The same, locked in the order of their ids. */
export const lockPerson = async (tx: Tx, selector: string): Promise<ConsumerRow[]> => {
  const [found, ...merged] = await readPerson(tx, selector)
  const table = tx.table(consumersTable)
  const keys = [found!, ...merged].map(({ key }) => key)
  const wanted = tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), inArray(table.key, keys)))
    .orderBy(asc(table.id))
  const locked: ConsumerRow[] = await tx.expressions.locking(wanted)
  const byKey = new Map(locked.map(row => [row.key, row]))
  return keys.map(key => byKey.get(key)!)
}

/** The ids of their records, and of all that belongs to them: what events of theirs are about. */
export const idsOf = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  now: Date,
): Promise<string[]> => {
  const ids = people.map(({ id }) => id)
  for (const owner of people) {
    for (const { list } of belongings) {
      if (list) ids.push(...(await list(tx, owner, now)).map(one => one.id))
    }
  }
  return ids
}

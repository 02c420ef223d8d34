/** A whole person: their record, and those that were merged into it. */
import { and, asc, eq, inArray } from 'drizzle-orm'
import { conflict } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { belongings } from './belongings.ts'
import { getConsumer, readConsumer } from './queries.ts'
import type { ConsumerRow } from './record.ts'
import { refuseMerged } from './rules.ts'
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
  refuseMerged(found)
  return [found, ...(await mergedRecords(tx, found))]
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

/** Two different consumers, neither of them gone into another. They are locked in the order of their
 * ids, so that of two merges of the same two at once one waits and then sees what the other did.
 * Throws `conflict` for one and the same. */
export const lockBoth = async (
  tx: Tx,
  consumer: string,
  duplicate: string,
  now: Date,
): Promise<[ConsumerRow, ConsumerRow]> => {
  const wanted = [await readConsumer(tx, consumer), await readConsumer(tx, duplicate)]
  const ids = wanted.map(({ id }) => id)
  if (ids[0] === ids[1]) {
    throw conflict('Both are the same consumer.', { field: 'duplicate', details: { id: ids[0] } })
  }
  const locked: ConsumerRow[] = []
  for (const { key } of wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    locked.push(await getConsumer(tx, { key }, now))
  }
  for (const row of locked) refuseMerged(row)
  return locked[0]!.id === ids[0] ? [locked[0]!, locked[1]!] : [locked[1]!, locked[0]!]
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

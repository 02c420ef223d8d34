/** Documents in the database. */
import { and, asc, count, eq, inArray, ne, type SQL, sql } from 'drizzle-orm'
import { notFound } from '../../kernel/errors.ts'
import type { NewRowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { consumersTable } from '../consumers/table.ts'
import type { World } from '../world.ts'
import type { DocumentRow, Owner } from './record.ts'
import {
  type Kind,
  refuseDeleted,
  type Side,
  type Standing,
  type Status,
  statuses,
  supersede,
} from './rules.ts'
import { documentsTable } from './table.ts'

/** A document and whose it is. */
export type Found = { row: DocumentRow; owner: ConsumerRow }

const select = (tx: Tx, where: SQL | undefined) => {
  const table = tx.table(documentsTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(documentsTable), where))
}

const ownerOf = async (tx: Tx, row: DocumentRow): Promise<ConsumerRow> => {
  const table = tx.table(consumersTable)
  const [owner] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), eq(table.key, row.consumer)))
  if (!owner) throw notFound('document')
  return owner
}

/** Notes both, so that an event about a document is one about its owner, too. */
const touched = async (tx: Tx, row: DocumentRow): Promise<Found> => {
  const owner = await ownerOf(tx, row)
  tx.touch(documentsTable, row)
  tx.touch(consumersTable, owner)
  return { row, owner }
}

/** Throws `not_found`: the same words for one that never was and one of another tenant. */
export const readDocument = async (tx: Tx, id: string): Promise<Found> => {
  const [row] = await select(tx, eq(tx.table(documentsTable).id, id))
  if (!row) throw notFound('document')
  return touched(tx, row)
}

/** The same, locked until the transaction's end. */
export const getDocument = async (tx: Tx, id: string): Promise<Found> => {
  const [row] = await tx.expressions.locking(select(tx, eq(tx.table(documentsTable).id, id)))
  if (!row) throw notFound('document')
  return touched(tx, row)
}

export type NewDocument = Omit<NewRowOf<typeof documentsTable>, 'key' | 'provider'>

export const insertDocument = (tx: Tx, row: NewDocument): Promise<DocumentRow> =>
  tx.insert(documentsTable, row)

/** Before the document itself, as everywhere: an erasure of its owner waits, or is seen. */
const lockOwnerOf = async (tx: Tx, id: string): Promise<void> => {
  const { key } = tx.table(consumersTable)
  const owner = tx.db
    .select({ key: tx.table(documentsTable).consumer })
    .from(tx.table(documentsTable))
    .where(and(tx.scoped(documentsTable), eq(tx.table(documentsTable).id, id)))
  const wanted = tx.db.select({ key }).from(tx.table(consumersTable)).where(inArray(key, owner))
  await tx.expressions.locking(wanted)
}

/** One verdict: the same steps for each. `change` decides or refuses; answers it as it is then. */
export const judge = async (
  { store, actor, now }: World,
  id: string,
  change: (from: DocumentRow) => Partial<Standing>,
): Promise<Found> => {
  await lockOwnerOf(store, id)
  const { row, owner } = await getDocument(store, id)
  refuseDeleted(owner)
  const decided = { decidedAt: now, decidedBy: actor.id, decidedByName: actor.name }
  const patch = { ...change(row), ...decided }
  // Another last day has reminders of its own.
  const moved = patch.expiresOn !== undefined && +patch.expiresOn! !== +(row.expiresOn ?? 0)
  const reminded = moved ? { reminded: null } : {}
  return { row: await store.update(documentsTable, row, { ...patch, ...reminded }), owner }
}

/** How many of the same content are named. */
const mostSame = 20

/** Ids of other documents with the very same content, of anyone of this tenant: one paper sent twice,
 * or for two people. */
export const sameContent = async (tx: Tx, { id, sha256 }: DocumentRow): Promise<string[]> => {
  const table = tx.table(documentsTable)
  const found = await tx.db
    .select({ id: table.id })
    .from(table)
    .where(and(tx.scoped(documentsTable), eq(table.sha256, sha256), ne(table.id, id)))
    .orderBy(asc(table.key))
    .limit(mostSame)
  return found.map(one => one.id)
}

/** The documents that others were asked for in the place of, of this kind and side: the new one is
 * the answer. */
export const supersedeRequested = async (
  { store, now }: World,
  consumer: number,
  { kind, side }: { kind: Kind; side: Side | null },
): Promise<void> => {
  const table = store.table(documentsTable)
  const same = and(eq(table.consumer, consumer), eq(table.kind, kind))
  const asked = select(store, and(same, eq(table.status, 'requested'))).orderBy(asc(table.key))
  for (const row of await store.expressions.locking(asked)) {
    // Who was asked for the back may send the front again: that answers nothing.
    if (row.side === side) await store.update(documentsTable, row, supersede(row, now))
  }
}

/** The names and ids of those whose documents these are. */
export const ownersOf = async (
  tx: Tx,
  rows: readonly DocumentRow[],
): Promise<Map<number, Owner>> => {
  if (rows.length === 0) return new Map()
  const { key, id, name } = tx.table(consumersTable)
  const keys = [...new Set(rows.map(row => row.consumer))]
  const found = await tx.db
    .select({ key, id, name })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), inArray(key, keys)))
  return new Map(found.map(owner => [owner.key, owner]))
}

/** An accepted document whose last day is over by now. */
export const isOverAt = (tx: Tx, now: Date): SQL => {
  const { status, expiresOn } = tx.table(documentsTable)
  const dayBefore = new Date(now.getTime() - 86_400_000)
  return sql`${status} = 'accepted' and ${expiresOn} <= ${tx.expressions.instant(dayBefore)}`
}

/** The status as of `now`. */
export const statusAt = (tx: Tx, now: Date): SQL<string> => {
  const { status } = tx.table(documentsTable)
  return sql<string>`case when ${isOverAt(tx, now)} then 'expired' else ${status} end`
}

export type Counts = Partial<Record<Status, number>>

/** How many documents of each status these consumers have; those with none are left out. */
export const countDocuments = async (
  tx: Tx,
  consumers: readonly number[],
  now: Date,
): Promise<Map<number, Counts>> => {
  const counts = new Map<number, Counts>()
  if (consumers.length === 0) return counts
  const { consumer } = tx.table(documentsTable)
  const rows = await tx.db
    .select({ consumer, status: statusAt(tx, now), n: count() })
    .from(tx.table(documentsTable))
    .where(and(tx.scoped(documentsTable), inArray(consumer, [...consumers])))
    .groupBy(sql`1, 2`)
  for (const { consumer, status, n } of rows) {
    counts.set(consumer, { ...counts.get(consumer), [status]: n })
  }
  return counts
}

/** Every status with its count. */
export const allCounts = (counts: Counts = {}): Record<Status, number> =>
  Object.fromEntries(statuses.map(status => [status, counts[status] ?? 0])) as Record<
    Status,
    number
  >

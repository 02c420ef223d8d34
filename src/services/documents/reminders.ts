/** Reminding people of documents that end: each reminder once, whoever asks for them and how often. */
import { and, asc, eq, gt, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { consumersTable } from '../consumers/table.ts'
import type { World } from '../world.ts'
import { tellExpiry } from './notices.ts'
import type { DocumentRow } from './record.ts'
import { reminderDays, reminderDue } from './rules.ts'
import { documentsTable } from './table.ts'

const day = 86_400_000

/** How many reminders one transaction queues. */
const most = 100

/** As `reminderDue` judges: some reminder's time has come, and neither it nor a later one went out. */
const isDue = (tx: Tx, now: Date): SQL => {
  const { expiresOn, reminded, status } = tx.table(documentsTable)
  const stages = reminderDays.map(days => {
    const by = tx.expressions.instant(new Date(now.getTime() + days * day))
    return sql`(${expiresOn} <= ${by} and (${reminded} is null or ${reminded} > ${days}))`
  })
  return sql`${status} = 'accepted' and ${or(...stages)}`
}

export type Reminded = { queued: number; unreachable: number; more: boolean }

/** Queues the reminders that are due, up to a batch of them, of one provider at a time. Who sent a newer
 * document of the kind, or is deleted, needs none; who has no email can't be reached. */
export const remindBatch = async (world: World): Promise<Reminded> => {
  const { store, now } = world
  const table = store.table(documentsTable)
  const due = and(store.scoped(documentsTable), isDue(store, now))
  const select = (where: SQL | undefined, limit: number): Promise<DocumentRow[]> =>
    store.expressions.locking(
      store.db.select().from(table).where(where).orderBy(asc(table.key)).limit(limit),
    )
  const [first] = await select(due, 1)
  if (!first) return { queued: 0, unreachable: 0, more: false }
  store.at(first)
  const rows = await select(and(due, eq(table.provider, first.provider)), most)
  const owners = await ownersOf(store, rows)
  const others = store.scope.providers.length > 1
  const counts = { queued: 0, unreachable: 0, more: others || rows.length === most }
  for (const row of rows) {
    const owner = owners.get(row.consumer)
    const stage = reminderDue(row.expiresOn!, row.reminded, now)
    await store.update(documentsTable, row, { reminded: stage })
    if (!owner || owner.status === 'deleted' || (await hasNewer(store, row))) continue
    if (owner.email) await tellExpiry(world, owner, row)
    counts[owner.email ? 'queued' : 'unreachable'] += 1
  }
  return counts
}

const ownersOf = async (
  tx: Tx,
  rows: readonly DocumentRow[],
): Promise<Map<number, ConsumerRow>> => {
  const table = tx.table(consumersTable)
  const keys = rows.map(row => row.consumer)
  const found = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), inArray(table.key, keys)))
  return new Map(found.map(owner => [owner.key, owner]))
}

/** Whether another of the same kind came after it, which waits or holds. */
const hasNewer = async (tx: Tx, row: DocumentRow): Promise<boolean> => {
  const table = tx.table(documentsTable)
  const same = and(
    tx.scoped(documentsTable),
    eq(table.consumer, row.consumer),
    eq(table.kind, row.kind),
    gt(table.key, row.key),
    inArray(table.status, ['waiting', 'accepted']),
  )
  const [found] = await tx.db.select({ side: table.side }).from(table).where(same).limit(1)
  return found !== undefined
}

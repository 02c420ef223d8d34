import { and, count, eq, gte, isNull, lt, not, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { integer, withDefault } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { AgeCount, countByAge } from '../dashboard/ages.ts'
import { operation } from '../world.ts'
import { isLiving } from './known.ts'
import { hasStatus, runOut } from './listing.ts'
import { type Status, statuses } from './rules.ts'
import { consumersTable } from './table.ts'

const day = 86_400_000

export const consumerStats = operation({
  name: 'consumers.stats',
  summary: 'Counts by status, how long pending people have waited, and registrations by day.',
  effect: 'read',
  level: 'sub-account',
  input: {
    days: withDefault(
      integer({ about: 'Days of registrations, today included.', min: 1, max: 366 }),
      30,
    ),
  },
  output: z.object({
    total: z.number(),
    new: z.number(),
    byStatus: z.record(z.enum(statuses), z.number()),
    pendingByAge: z.array(AgeCount),
    registrations: z.array(z.object({ day: z.string(), count: z.number() })),
  }),
  async run({ store, now }, { days }) {
    const byStatus = await countByStatus(store, now)
    return {
      total: statuses.reduce(
        (sum, status) => sum + (status === 'deleted' ? 0 : byStatus[status]),
        0,
      ),
      new: await countNew(store),
      byStatus,
      pendingByAge: await pendingByAge(store, now),
      registrations: await registrations(store, now, days),
    }
  },
})

const countWhere = async (tx: Tx, where: SQL | undefined): Promise<number> => {
  const table = tx.table(consumersTable)
  const [row] = await tx.db
    .select({ n: count() })
    .from(table)
    .where(and(tx.scoped(consumersTable), where))
  return row!.n
}

const countByStatus = async (tx: Tx, now: Date) => {
  const { status } = tx.table(consumersTable)
  const rows = await tx.db
    .select({ status, n: count() })
    .from(tx.table(consumersTable))
    .where(tx.scoped(consumersTable))
    .groupBy(status)
  const stored = new Map(rows.map(row => [row.status, row.n]))
  const over = await runOut(tx, now)
  const ended = [...over.values()].reduce((sum, n) => sum + n, 0)
  const countOf = (name: Status) =>
    (stored.get(name) ?? 0) + (over.get(name) ?? 0) - (name === 'suspended' ? ended : 0)
  return Object.fromEntries(statuses.map(name => [name, countOf(name)])) as Record<Status, number>
}

/** The living who never signed in: everyone who didn't, whom an index counts, without the deleted. */
const countNew = async (tx: Tx): Promise<number> => {
  const { lastSignInAt } = tx.table(consumersTable)
  const never = eq(tx.expressions.orNever(lastSignInAt), tx.expressions.instant(new Date(0)))
  const gone = and(not(isLiving(tx)), isNull(lastSignInAt))
  return (await countWhere(tx, never)) - (await countWhere(tx, gone))
}

/** People who wait for approval. */
export const pendingByAge = async (tx: Tx, now: Date) => {
  const { createdAt } = tx.table(consumersTable)
  const pending = hasStatus(tx, now, 'pending')
  return countByAge(now, from => countWhere(tx, and(pending, gte(createdAt, from))))
}

/** Registrations in [from, to) by UTC day; days without one are left out. */
export const registrationsByDay = async (tx: Tx, from: Date, to: Date) => {
  const { createdAt } = tx.table(consumersTable)
  return tx.db
    .select({ day: tx.expressions.day(createdAt), count: count() })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), gte(createdAt, from), lt(createdAt, to)))
    .groupBy(sql`1`)
}

const registrations = async (tx: Tx, now: Date, days: number) => {
  const tomorrow = (Math.floor(now.getTime() / day) + 1) * day
  const first = new Date(tomorrow - days * day)
  const rows = await registrationsByDay(tx, first, new Date(tomorrow))
  const found = new Map(rows.map(row => [row.day, row.count]))
  return Array.from({ length: days }, (_, at) => {
    const name = new Date(first.getTime() + at * day).toISOString().slice(0, 10)
    return { day: name, count: found.get(name) ?? 0 }
  })
}

import { and, count, eq, gte, isNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { integer, withDefault } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { AgeCount, countByAge } from '../dashboard/ages.ts'
import { operation } from '../world.ts'
import { statusAt } from './listing.ts'
import { statuses } from './rules.ts'
import { consumersTable } from './table.ts'

const day = 86_400_000

export const consumerStats = operation({
  name: 'consumers.stats',
  summary: 'Counts by status, how long pending people have waited, and registrations by day.',
  effect: 'read',
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
    const living = ne(store.table(consumersTable).status, 'deleted')
    return {
      total: statuses.reduce(
        (sum, status) => sum + (status === 'deleted' ? 0 : byStatus[status]),
        0,
      ),
      new: await countWhere(store, and(living, isNull(store.table(consumersTable).lastSignInAt))),
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
  const table = tx.table(consumersTable)
  const status = statusAt(tx, now)
  const rows = await tx.db
    .select({ status, n: count() })
    .from(table)
    .where(tx.scoped(consumersTable))
    .groupBy(sql`1`)
  const found = new Map(rows.map(row => [row.status, row.n]))
  return Object.fromEntries(statuses.map(name => [name, found.get(name) ?? 0])) as Record<
    (typeof statuses)[number],
    number
  >
}

/** People who wait for approval. */
export const pendingByAge = async (tx: Tx, now: Date) => {
  const { createdAt } = tx.table(consumersTable)
  const pending = eq(statusAt(tx, now), 'pending')
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

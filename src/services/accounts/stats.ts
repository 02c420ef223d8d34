import { and, count, gte, isNotNull, lt, ne, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { integer, withDefault } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { type Status, statuses } from './rules.ts'
import { accountsTable } from './table.ts'

export const accountStats = operation({
  name: 'accounts.stats',
  summary: 'How many accounts there are, of which status, how they lie, and when they came.',
  effect: 'read',
  level: 'sub-account',
  input: {
    months: withDefault(integer({ about: 'Months of additions to show.', min: 1, max: 60 }), 12),
  },
  output: z.object({
    /** Without templates. */
    total: z.number(),
    byStatus: z.record(z.enum(statuses), z.number()),
    /** Beneath none, beneath another, and with some beneath them. */
    top: z.number(),
    subAccounts: z.number(),
    withSubAccounts: z.number(),
    /** UTC months, the oldest first; those without one included. */
    added: z.array(z.object({ month: z.string(), count: z.number() })),
  }),
  async run({ store, now }, { months }) {
    const byStatus = await countByStatus(store)
    const total = byStatus.active + byStatus.suspended + byStatus.closed
    const { parent } = store.table(accountsTable)
    const subAccounts = await countWhere(store, isNotNull(parent))
    const withSubAccounts = await countParents(store)
    const added = await addedByMonth(store, now, months)
    return { total, byStatus, top: total - subAccounts, subAccounts, withSubAccounts, added }
  },
})

/** Clients: a template is none. */
const clients = (tx: Tx, where?: SQL): SQL =>
  and(tx.scoped(accountsTable), ne(tx.table(accountsTable).status, 'template'), where) as SQL

const countWhere = async (tx: Tx, where: SQL): Promise<number> => {
  const table = tx.table(accountsTable)
  const [row] = await tx.db.select({ n: count() }).from(table).where(clients(tx, where))
  return row!.n
}

const countParents = async (tx: Tx): Promise<number> => {
  const table = tx.table(accountsTable)
  const [row] = await tx.db
    .select({ n: sql`count(distinct ${table.parent})`.mapWith(Number) })
    .from(table)
    .where(clients(tx))
  return row!.n
}

const countByStatus = async (tx: Tx): Promise<Record<Status, number>> => {
  const table = tx.table(accountsTable)
  const rows = await tx.db
    .select({ status: table.status, n: count() })
    .from(table)
    .where(tx.scoped(accountsTable))
    .groupBy(table.status)
  const found = new Map(rows.map(({ status, n }) => [status, n]))
  return Object.fromEntries(statuses.map(name => [name, found.get(name) ?? 0])) as never
}

const addedByMonth = async (tx: Tx, now: Date, months: number) => {
  const table = tx.table(accountsTable)
  const monthAt = (back: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1))
  const month = sql<string>`substr(${tx.expressions.day(table.createdAt)}, 1, 7)`
  const within = and(gte(table.createdAt, monthAt(months - 1)), lt(table.createdAt, monthAt(-1)))
  const rows = await tx.db
    .select({ month, n: count() })
    .from(table)
    .where(clients(tx, within))
    .groupBy(sql`1`)
  const found = new Map(rows.map(row => [row.month, row.n]))
  return Array.from({ length: months }, (_, at) => {
    const name = monthAt(months - 1 - at)
      .toISOString()
      .slice(0, 7)
    return { month: name, count: found.get(name) ?? 0 }
  })
}

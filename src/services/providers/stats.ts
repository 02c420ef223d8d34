import { count } from 'drizzle-orm'
import * as z from 'zod/mini'
import { operation } from '../world.ts'
import { reachDeleted } from './queries.ts'
import { type Status, statuses } from './rules.ts'
import { providersTable } from './table.ts'

export const providerStats = operation({
  name: 'providers.stats',
  summary: 'Providers by status.',
  effect: 'read',
  input: {},
  output: z.object({
    /** Those not deleted. */
    total: z.number(),
    byStatus: z.record(z.enum(statuses), z.number()),
  }),
  async run({ store, actor }) {
    await reachDeleted(store, actor)
    const { status } = store.table(providersTable)
    const rows = await store.db
      .select({ status, n: count() })
      .from(store.table(providersTable))
      .where(store.scoped(providersTable))
      .groupBy(status)
    const found = new Map(rows.map(row => [row.status, row.n]))
    const byStatus = Object.fromEntries(
      statuses.map(name => [name, found.get(name) ?? 0]),
    ) as Record<Status, number>
    return { total: byStatus.active + byStatus.disabled, byStatus }
  },
})

import { and, count, gte, lt } from 'drizzle-orm'
import * as z from 'zod/mini'
import { flag, instant, optional, withDefault } from '../../kernel/fields.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { countCards, countTypes } from './queries.ts'

const day = 86_400_000

const Count = z.object({ count: z.number() })

export const eventStats = operation({
  name: 'events.stats',
  summary: 'How many events there are, and how many of each type and day over a period.',
  effect: 'read',
  input: {
    from: optional(instant({ about: 'The start of the period; 30 days ago unless given.' })),
    to: optional(instant({ about: 'The end of the period, not included; now unless given.' })),
    cards: withDefault(flag({ about: 'Only the counts over the whole log.' }), false),
  },
  output: z.object({
    /** Over the whole log. An event can be in several. */
    cards: z.object({
      all: z.number(),
      consumer: z.number(),
      project: z.number(),
      admin: z.number(),
    }),
    period: z.nullable(z.object({ from: z.string(), to: z.string(), count: z.number() })),
    /** The most frequent first. */
    byType: z.array(z.extend(Count, { type: z.string() })),
    /** Days in UTC; those without an event are left out. */
    byDay: z.array(z.extend(Count, { day: z.string() })),
  }),
  async run({ store, now }, { cards, to, ...input }) {
    const counts = await countCards(store)
    if (cards) return { cards: counts, period: null, byType: [], byDay: [] }
    // What happens in this very moment is over, too.
    const end = to ?? new Date(now.getTime() + 1)
    const from = input.from ?? new Date(end.getTime() - 30 * day)
    const byType = await typesBetween(store, from, end)
    const total = byType.reduce((sum, one) => sum + one.count, 0)
    return {
      cards: counts,
      period: { from: from.toISOString(), to: end.toISOString(), count: total },
      byType,
      byDay: await daysBetween(store, from, end),
    }
  },
})

const between = (tx: Tx, from: Date, to: Date) => {
  const { at } = tx.table(eventsTable)
  return and(gte(at, from), lt(at, to))
}

const typesBetween = async (tx: Tx, from: Date, to: Date) => {
  const found = await countTypes(tx, between(tx, from, to))
  return found
    .map(({ type, count }) => ({ type, count }))
    .sort((a, b) => b.count - a.count || (a.type < b.type ? -1 : 1))
}

const daysBetween = async (tx: Tx, from: Date, to: Date) => {
  const counts = new Map<string, number>()
  for (const { day, count } of await eventsByDay(tx, from, to)) {
    counts.set(day, (counts.get(day) ?? 0) + count)
  }
  const days = [...counts].map(([day, count]) => ({ day, count }))
  return days.sort((a, b) => (a.day < b.day ? -1 : 1))
}

/** Events in [from, to) by UTC day, type and whether they were refused, in one pass over the log. */
export const eventsByDay = async (tx: Tx, from: Date, to: Date) => {
  const { at, type, status } = tx.table(eventsTable)
  const day = tx.expressions.day(at)
  return tx.db
    .select({ day, type, status, count: count() })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), between(tx, from, to)))
    .groupBy(day, type, status)
}

import { and, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import { moduleOf } from '../../kernel/event.ts'
import { pageOf } from '../../kernel/list.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { countTypes, type TypeCount } from './queries.ts'

/** A type is the name of the operation that leaves it. */
type Known = { type: string; summary: string | null }

const EventType = z.object({
  type: z.string(),
  module: z.string(),
  /** Null for a type that this version no longer has. */
  summary: z.nullable(z.string()),
  count: z.number(),
  lastSequence: z.nullable(z.number()),
  lastAt: z.nullable(z.string()),
})

export const eventTypes = operation({
  name: 'events.types',
  summary: 'The types of event there can be, how often each occurred, and when last.',
  effect: 'read',
  input: {},
  output: pageOf(EventType),
  prepare: () => knownTypes(),
  async run({ store }, _, known) {
    const counts = new Map((await countTypes(store)).map(one => [one.type, one]))
    const times = await timesOf(store, [...counts.values()])
    const names = new Set(known.map(one => one.type))
    const gone = [...counts.keys()].filter(type => !names.has(type))
    const all: Known[] = [...known, ...gone.map(type => ({ type, summary: null }))]
    const data = all
      .map(({ type, summary }) => {
        const { count = 0, lastSequence = null } = counts.get(type) ?? {}
        const lastAt = lastSequence === null ? null : (times.get(lastSequence) ?? null)
        return { type, module: moduleOf(type), summary, count, lastSequence, lastAt }
      })
      .sort((a, b) => (a.type < b.type ? -1 : 1))
    return { data, hasMore: false, nextCursor: null, total: data.length }
  },
})

/** Whatever changes something, and the reads that hand out people's data. */
const knownTypes = async (): Promise<Known[]> => {
  const { catalogue } = await import('../catalogue.ts')
  const operations: AnyOperation[] = await Promise.all(
    Object.values(catalogue).map((load: () => Promise<AnyOperation>) => load()),
  )
  return operations
    .filter(({ effect, recorded }) => effect !== 'read' || recorded)
    .map(({ name, summary }) => ({ type: name, summary }))
}

const timesOf = async (tx: Tx, counts: TypeCount[]): Promise<Map<number, string>> => {
  const { sequence, at } = tx.table(eventsTable)
  const last = counts.map(one => one.lastSequence)
  const rows = await tx.db
    .select({ sequence, at })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), inArray(sequence, last)))
  return new Map(rows.map(row => [row.sequence, row.at.toISOString()]))
}

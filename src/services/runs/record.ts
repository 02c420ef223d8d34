/** A run as everyone outside sees one. */
import { inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { Run as KernelRun } from '../../kernel/run.ts'
import type { Tx } from '../../store/transaction.ts'
import { supervisorsTable } from '../team/table.ts'

export const states = ['open', 'interrupted', 'done'] as const

const text = z.nullable(z.string())
const count = z.nullable(z.number())

const Person = z.object({ id: z.string(), name: text, email: text })

export const Run = z.object({
  id: z.string(),
  operation: z.string(),
  /** `open` is under way, or its process has died; it can be gone on with like an interrupted one. */
  state: z.enum(states),
  startedBy: Person,
  /** Who went on with it last. */
  continuedBy: Person,
  /** What it asks of each. Once it is done, without what was written in somebody's own words. */
  input: z.nullable(z.record(z.string(), z.unknown())),
  reason: text,
  filter: text,
  /** Null for an import until the end of its file. */
  matched: count,
  position: z.number(),
  succeeded: z.number(),
  skipped: z.number(),
  failed: z.number(),
  /** An import's finer counts: created and updated. */
  tally: z.record(z.string(), z.number()),
  /** The numbers of its first and last event, where all are in one log; others may lie between them. */
  firstEvent: count,
  lastEvent: count,
  /** The same for each log that it was written to, by the provider whose log it is. */
  logs: z.array(z.object({ provider: z.string(), firstEvent: z.number(), lastEvent: z.number() })),
  /** Whether `--resume` goes on with it. Rows that came by a pipe can't be found again. */
  resumable: z.boolean(),
  createdAt: z.string(),
  updatedAt: z.string(),
})

export type Run = z.infer<typeof Run>

/** With the names of those who were at work. */
export const runRecords = async (tx: Tx, runs: readonly KernelRun[]): Promise<Run[]> => {
  const ids = [...new Set(runs.flatMap(({ person, lastPerson }) => [person, lastPerson]))]
  const table = tx.table(supervisorsTable)
  const people = await tx.db
    .select({
      id: table.id,
      name: table.name,
      email: table.email,
      reached: tx.scoped(supervisorsTable).mapWith(Boolean),
    })
    .from(table)
    .where(inArray(table.id, ids))
  // Of whoever is out of reach the name is told alone.
  const named = (id: string) => {
    const { name = null, email = null, reached } = people.find(one => one.id === id) ?? {}
    return { id, name, email: reached ? email : null }
  }
  return runs.map(run => ({
    id: run.id,
    operation: run.operation,
    state: run.state,
    startedBy: named(run.person),
    continuedBy: named(run.lastPerson),
    input: run.input,
    reason: run.reason,
    filter: run.filter,
    matched: run.matched,
    position: run.position,
    succeeded: run.succeeded,
    skipped: run.skipped,
    failed: run.failed,
    tally: run.tally,
    ...eventsOf(run),
    resumable: isResumable(run),
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
  }))
}

const eventsOf = ({ logs }: KernelRun): Pick<Run, 'firstEvent' | 'lastEvent' | 'logs'> => {
  const all = Object.entries(logs).map(([provider, [firstEvent, lastEvent]]) => ({
    ...{ provider, firstEvent, lastEvent },
  }))
  const [only] = all.length === 1 ? all : []
  return { firstEvent: only?.firstEvent ?? null, lastEvent: only?.lastEvent ?? null, logs: all }
}

const isResumable = ({ state, matched, position, digest }: KernelRun): boolean =>
  state !== 'done' && (matched !== null || position === 0 || digest !== null)

/**
 * One write over many inputs. Rows go in chunks, each a transaction. A row that fails before it has
 * written anything leaves nothing to undo, and most do. A chunk in which one fails after that is
 * rolled back and run again with a savepoint per row, which costs several times as much and is
 * therefore not where it starts.
 */
import {
  type Actor,
  type Call,
  type IdempotencyClaim,
  NotTogether,
  type Transaction,
} from './context.ts'
import type { Draft } from './draft.ts'
import { isAlreadySo, StewardError } from './errors.ts'
import type { Entry, Recorded } from './event.ts'
import { claimFor } from './idempotency.ts'
import type { AnyOperation } from './operation.ts'
import type { Admitted, Outcome, Ran, Row, RowOutcome, Steps } from './runner.ts'

export type ClaimedRun = IdempotencyClaim | null

/** Few enough that nobody waits long for the lock, enough that a commit is shared by many: each writes
 * nearly every page of an index whose order is not that of the rows. */
export const smallest = 200
const largest = 1000

type Made<R extends Row> =
  | { row: R; admitted: Admitted; claim: ClaimedRun; error: null }
  | { row: R; admitted: null; claim: null; error: StewardError }

type Ready<R extends Row> = Made<R> | { row: R; draft: Draft }

/** A row failed with something written, in a chunk that ran without savepoints. */
class ChunkFailed extends Error {}

/** A row was drafted as if nobody were here who is. */
class DraftFailed extends Error {}

/** What a row may fail by. Anything else ends the run: it is a bug or an outage, not a row's fault. */
const rowError = (error: unknown): StewardError => {
  // A key used for another run is the caller's mistake, not a row's.
  if (error instanceof StewardError && error.field === 'idempotencyKey') throw error
  if (error instanceof StewardError && error.code !== 'unavailable') return error
  throw error
}

/** What keeps a run: every chunk is done where the run stands, and moves it on. */
export type Keeper<Tx extends Transaction> = {
  /** The first thing in a chunk's transaction. Throws `conflict` when another has moved the run. */
  hold(tx: Tx): Promise<void>
  /** The last thing in it. */
  move(tx: Tx, results: readonly RowOutcome<Row>[], recorded: readonly Recorded[]): Promise<Kept>
}

/** Called when the chunk's transaction has been committed. */
type Kept = () => void

/** Each row through one operation, as somebody who has been let in. Stops between two chunks once
 * the signal says so; what was read ahead of them by then has not been done. */
export async function* inChunks<Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  base: Admitted,
  rows: AsyncIterable<R> | Iterable<R>,
  { keeper, signal }: { keeper?: Keeper<Tx>; signal?: AbortSignal } = {},
): AsyncGenerator<RowOutcome<R>, 'ended' | 'stopped'> {
  let ready: Ready<R>[] = []
  let size = smallest
  let cut = false
  let underWay: Promise<RowOutcome<R>[]> | null = null
  let drafted = !base.call.dryRun && base.call.idempotencyKey === undefined
  const readyFor = (row: R) => makeReady(steps, { ...base, now: steps.clock() }, row)
  let chunks = 0
  const done = async (chunk: Ready<R>[]): Promise<RowOutcome<R>[]> => {
    // A demotion holds from the very next chunk of what goes on for long.
    const now = chunks++ === 0 ? base : await steps.again(base)
    try {
      return await runChunk(steps, now, chunk, keeper)
    } catch (error) {
      if (!(error instanceof DraftFailed)) throw error
      // Where some are here, most may be: from here on it would be done twice for nothing.
      drafted = false
      const ready: Ready<R>[] = []
      for (const { row } of chunk) ready.push(await readyFor(row))
      return runChunk(steps, now, ready, keeper)
    }
  }
  const timed = async (chunk: Ready<R>[]): Promise<RowOutcome<R>[]> => {
    const begun = steps.clock().getTime()
    const results = await done(chunk)
    size = nextSize(size, steps.clock().getTime() - begun)
    return results
  }
  const start = (chunk: Ready<R>[]) => {
    underWay = timed(chunk)
    // Whether it went well is asked when its rows are handed on.
    underWay.catch(() => undefined)
  }
  const ended = async (): Promise<RowOutcome<R>[]> => {
    const chunk = underWay
    underWay = null
    return (await chunk) ?? []
  }
  try {
    // While a chunk is written the next one's rows are read and prepared, where both can go on.
    for await (const row of rows) {
      cut = signal?.aborted ?? false
      if (cut) break
      const { draft } = row
      ready.push(drafted && draft ? { row, draft } : await readyFor(row))
      if (ready.length < size) continue
      yield* await ended()
      if (signal?.aborted) return 'stopped'
      start(ready)
      ready = []
      if (steps.store.atOnce) yield* await ended()
      await turn()
    }
    yield* await ended()
    if (cut || (signal?.aborted && ready.length > 0)) return 'stopped'
    if (ready.length > 0) yield* await done(ready)
    return 'ended'
  } catch (error) {
    // What was done before the rows could be read no further is told first.
    yield* await ended()
    throw error
  } finally {
    await ended().catch(() => undefined)
    // What can't be done now the next one who writes will do.
    if (!base.call.dryRun) await steps.store.catchUp().catch(() => undefined)
  }
}

/** Where rows are quick, more of them share a commit; the lock is held for half a second at most, give
 * or take what else the machine does. */
export const nextSize = (size: number, took: number): number => {
  if (took > 500) return Math.max(smallest, size / 2)
  return took < 250 ? Math.min(2 * size, largest) : size
}

/** Signals are heard between turns of the event loop, and SQLite works within one. */
const turn = (): Promise<void> => new Promise(done => setImmediate(done))

export async function* runEach<Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  bulk: { operation: AnyOperation; rows: AsyncIterable<R> | Iterable<R>; call: Call },
): AsyncGenerator<RowOutcome<R>> {
  yield* inChunks(steps, await steps.admit(bulk.operation, {}, bulk.call), bulk.rows)
}

const makeReady = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  base: Admitted,
  row: R,
): Promise<Made<R>> => {
  if (row.failed) return { row, admitted: null, claim: null, error: row.failed }
  try {
    const admitted = await steps.prepare({ ...base, raw: row.raw })
    const { idempotencyKey } = base.call
    const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}#${row.key}`
    return { row, admitted, claim: await claimFor(admitted, key, steps.ids), error: null }
  } catch (error) {
    return { row, admitted: null, claim: null, error: rowError(error) }
  }
}

/** Writes held back and written together, each by itself, or each row with a savepoint as well. */
type How = 'together' | 'singly' | 'apart'

const runChunk = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  base: Admitted,
  ready: Ready<R>[],
  keeper: Keeper<Tx> | undefined,
): Promise<RowOutcome<R>[]> => {
  const { call, actor } = base
  const attempt = (how: How) => {
    const chunk = async (tx: Tx) => {
      await keeper?.hold(tx)
      const entries: Entry[] = []
      const results: RowOutcome<R>[] = []
      const rows = async () => {
        for (const one of ready) {
          results.push(
            'draft' in one
              ? await takeDraft(steps, tx, base, one, entries)
              : await runRow(steps, tx, as(actor, one), how === 'apart', entries),
          )
        }
      }
      if (how === 'together') {
        await prefetch(steps, tx, base, ready)
        await tx.together(rows)
      } else {
        await rows()
      }
      // The run itself is kept where its rows were asked for.
      tx.enter(actor.scope)
      const recorded = call.dryRun || entries.length === 0 ? [] : await tx.record(entries)
      const kept = await keeper?.move(tx, results, recorded)
      return { commit: !call.dryRun, value: { results, kept } }
    }
    return steps.store.write(actor.scope, chunk, how === 'together')
  }
  const done = await attempt('together')
    .catch(error => {
      if (error instanceof NotTogether) return attempt('singly')
      throw error
    })
    .catch(error => {
      if (error instanceof ChunkFailed) return attempt('apart')
      throw error
    })
  done.kept?.()
  return done.results
}

const prefetch = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  tx: Tx,
  base: Admitted,
  ready: readonly Ready<R>[],
): Promise<void> => {
  const admitted = ready.flatMap(one => ('draft' in one ? [] : (one.admitted ?? [])))
  const drafts = ready.flatMap(one => ('draft' in one ? one.draft : []))
  if (admitted.length + drafts.length === 0) return
  await base.operation.prefetch?.(steps.worldOf(tx, base), admitted, drafts)
}

/** A row is made ready while the chunk before it is written: it is done as whoever asks for it may by
 * then. */
const as = <R extends Row>(actor: Actor, one: Made<R>): Made<R> =>
  one.error ? one : { ...one, admitted: { ...one.admitted, actor } }

/** What was worked out for a row is written as it is, while it holds. */
const takeDraft = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  tx: Tx,
  base: Admitted,
  { row, draft }: { row: R; draft: Draft },
  entries: Entry[],
): Promise<RowOutcome<R>> => {
  tx.enter(base.actor.scope)
  const value = await base.operation.drafting!.take(steps.worldOf(tx, base), draft.row)
  if (value === null) throw new DraftFailed()
  entries.push(draft.entry)
  const alone = { replayed: false, dryRun: false, changes: [], subjects: [], messages: [] }
  return { row, result: 'done', outcome: { value, ...alone }, error: null }
}

const runRow = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  tx: Tx,
  one: Made<R>,
  apart: boolean,
  entries: Entry[],
): Promise<RowOutcome<R>> => {
  const { row } = one
  if (one.error) return { row, result: 'failed', outcome: null, error: one.error }
  const run = () => steps.claimed(tx, one.admitted, one.claim)
  const { writes } = tx
  try {
    const done: Ran | Outcome = apart ? await tx.savepoint(run) : await run()
    if (!('outcome' in done)) return { row, result: 'skipped', outcome: done, error: null }
    if (done.entry) entries.push(done.entry)
    if (done.refused) return { row, result: 'failed', outcome: null, error: done.refused }
    const result = done.entry ? 'done' : 'skipped'
    return { row, result, outcome: done.outcome, error: null }
  } catch (error) {
    const isUndone = apart || tx.writes === writes
    return failedRow(steps, tx, one, isUndone, entries, error)
  }
}

const failedRow = <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  tx: Tx,
  { row, admitted }: Made<R> & { error: null },
  isUndone: boolean,
  entries: Entry[],
  error: unknown,
): RowOutcome<R> => {
  const failed = rowError(error)
  if (!isUndone) throw new ChunkFailed()
  const { touched } = tx.takeCaptured()
  if (isAlreadySo(failed)) {
    const dryRun = !!admitted.call.dryRun
    const nothing = { value: null, replayed: false, dryRun, changes: [], messages: [] }
    const outcome = { ...nothing, subjects: touched }
    return { row, result: 'skipped', outcome, error: null, why: failed.message }
  }
  const { provider, providerId } = tx.scope
  entries.push(...steps.refusal(admitted, { touched, home: { provider, providerId } }, failed))
  return { row, result: 'failed', outcome: null, error: failed }
}

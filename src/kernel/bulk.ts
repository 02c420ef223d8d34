/**
 * One write over many inputs. Rows go in chunks, each a transaction; a chunk in which a row fails is
 * rolled back and run again with a savepoint per row, which costs three times as much and is
 * therefore not where it starts.
 */
import type { Call, IdempotencyClaim, Ids, Transaction } from './context.ts'
import { StewardError } from './errors.ts'
import type { LogEntry } from './event.ts'
import { claimFor } from './idempotency.ts'
import type { AnyOperation } from './operation.ts'
import type { Admitted, Outcome, Ran, Row, RowOutcome, Steps } from './runner.ts'

export type ClaimedRun = IdempotencyClaim | null

/** Few enough that nobody waits long for the lock, enough that a commit is shared by many. */
const chunkSize = 200

type Ready<R extends Row> =
  | { row: R; admitted: Admitted; claim: ClaimedRun; error: null }
  | { row: R; admitted: null; claim: null; error: StewardError }

/** A row failed in a chunk that ran without savepoints. */
class ChunkFailed extends Error {}

/** What a row may fail by. Anything else ends the run: it is a bug or an outage, not a row's fault. */
const rowError = (error: unknown): StewardError => {
  // A key used for another run is the caller's mistake, not a row's.
  if (error instanceof StewardError && error.field === 'idempotencyKey') throw error
  if (error instanceof StewardError && error.code !== 'unavailable') return error
  throw error
}

export async function* runEach<Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  ids: Ids,
  bulk: { operation: AnyOperation; rows: AsyncIterable<R> | Iterable<R>; call: Call },
): AsyncGenerator<RowOutcome<R>> {
  const base = await steps.admit(bulk.operation, {}, bulk.call)
  let ready: Ready<R>[] = []
  for await (const row of bulk.rows) {
    ready.push(await makeReady(steps, ids, { ...base, now: steps.clock() }, row))
    if (ready.length < chunkSize) continue
    yield* await runChunk(steps, base, ready)
    ready = []
  }
  if (ready.length > 0) yield* await runChunk(steps, base, ready)
}

const makeReady = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  ids: Ids,
  base: Admitted,
  row: R,
): Promise<Ready<R>> => {
  try {
    const admitted = await steps.prepare({ ...base, raw: row.raw })
    const { idempotencyKey } = base.call
    const key = idempotencyKey === undefined ? undefined : `${idempotencyKey}#${row.key}`
    return { row, admitted, claim: await claimFor(admitted, key, ids), error: null }
  } catch (error) {
    return { row, admitted: null, claim: null, error: rowError(error) }
  }
}

const runChunk = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  { call, actor }: Admitted,
  ready: Ready<R>[],
): Promise<RowOutcome<R>[]> => {
  const attempt = (apart: boolean) =>
    steps.store.write(actor.scope, async tx => {
      const entries: LogEntry[] = []
      const results: RowOutcome<R>[] = []
      for (const one of ready) results.push(await runRow(steps, tx, one, apart, entries))
      if (!call.dryRun && entries.length > 0) await tx.record(entries)
      return { commit: !call.dryRun, value: results }
    })
  try {
    return await attempt(false)
  } catch (error) {
    if (error instanceof ChunkFailed) return attempt(true)
    throw error
  }
}

const runRow = async <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  tx: Tx,
  one: Ready<R>,
  apart: boolean,
  entries: LogEntry[],
): Promise<RowOutcome<R>> => {
  const { row } = one
  if (one.error) return { row, outcome: null, error: one.error }
  const run = () => steps.claimed(tx, one.admitted, one.claim)
  try {
    const done: Ran | Outcome = apart ? await tx.savepoint(run) : await run()
    if (!('outcome' in done)) return { row, outcome: done, error: null }
    if (done.entry) entries.push(done.entry)
    if (done.refused) return { row, outcome: null, error: done.refused }
    return { row, outcome: done.outcome, error: null }
  } catch (error) {
    const failed = rowError(error)
    if (!apart) throw new ChunkFailed()
    const { touched } = tx.takeCaptured()
    entries.push(...steps.refusal(one.admitted, touched, failed))
    return { row, outcome: null, error: failed }
  }
}

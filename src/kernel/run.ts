/**
 * A run: one write over many records. What it is about and what it asks of each are fixed when it
 * begins; every chunk moves its position in the transaction that does the chunk. So a run that was
 * cut short, however that was, goes on exactly where it stood.
 */
import { reasonOf } from './audit.ts'
import { inChunks, type Keeper } from './bulk.ts'
import type { Call, IdempotencyClaim, IdempotencyRecord, Transaction } from './context.ts'
import type { DraftingFor } from './draft.ts'
import { conflict, notFound } from './errors.ts'
import type { Recorded } from './event.ts'
import { claimFor, replayOf } from './idempotency.ts'
import type { AnyOperation } from './operation.ts'
import type { Admitted, Row, RowOutcome, Steps } from './runner.ts'
import {
  type Asked,
  lastingInput,
  refuseUnique,
  rowOf,
  type Selected,
  select,
  sharedInput,
  type TargetRow,
} from './selection.ts'

/** `interrupted` was stopped between two chunks; `open` is under way, or its process has died. */
export type RunState = 'open' | 'interrupted' | 'done'

/** A record that a run is about: as it was named, and its id, which is null where nobody was found. */
export type Target = { selector: string; id: string | null }

/** How far a run is, as of its last commit. */
export type Run = {
  id: string
  operation: string
  state: RunState
  /** Who began it, and who went on with it last. */
  person: string
  lastPerson: string
  /** What it asks of each, times made absolute; never a secret. Once it is done, only what was not
   * written in somebody's own words; null where it was done before any of it was kept. */
  input: Record<string, unknown> | null
  reason: string | null
  filter: string | null
  /** How many records it is about; null where only the end of a file will tell. */
  matched: number | null
  /** Rows behind it. */
  position: number
  /** Of what the rows behind it were read from, where the reader keeps one. */
  digest: string | null
  succeeded: number
  skipped: number
  failed: number
  /** Finer counts, by names that the reader of the rows gave. */
  tally: Record<string, number>
  /** The numbers of its first and last event so far in each log, by the id of its provider. */
  logs: Record<string, [first: number, last: number]>
  createdAt: Date
  updatedAt: Date
}

export type RunPatch = Partial<
  Omit<Run, 'id' | 'operation' | 'person' | 'input' | 'reason' | 'filter' | 'createdAt'>
>

/** Runs in the database, to the runner. */
export type RunShelf = {
  open(run: Run, targets: readonly Target[]): Promise<void>
  find(id: string): Promise<Run | null>
  /** The same, locked until the transaction ends. */
  lock(id: string): Promise<Run | null>
  move(id: string, patch: RunPatch): Promise<void>
  /** Done: what was kept in order to go on with it is forgotten, but this part of its input. */
  close(id: string, patch: RunPatch & Pick<Run, 'input'>): Promise<void>
  /** The block of targets that holds this place, from there on; empty past the last. */
  targets(id: string, place: number): Promise<Target[]>
}

/** What begins a run. */
export type Plan = {
  /** What all rows share, as given. */
  input: Record<string, unknown>
  /** Its records; none where the rows come from a file. */
  targets?: readonly Target[]
  /** What was asked for, as it was typed (a filter, selectors, a file's digest): with the input, what
   * an idempotency key stands for. */
  asked: Record<string, unknown>
}

/** Somebody has been let in to run one operation over many records. */
export type Bulk = {
  /** Whom it would be about. `list` is the list of the topic. */
  select(list: AnyOperation | null, asked: Asked): Promise<Selected>
  /** The run that an earlier call with the same idempotency key began. Throws `conflict` when that
   * was asked for something else, and `invalid_input` for what no record could be done with. */
  begun(plan: Omit<Plan, 'targets'>): Promise<RunInHand | null>
  begin(plan: Plan): Promise<RunInHand>
  /** Goes on with a run of this operation. Throws `not_found` and `conflict`. */
  resume(id: string): Promise<RunInHand>
}

export type Pursuit<R extends Row> = {
  /** Stops it between two chunks. */
  signal?: AbortSignal
  /** The name under which a row is counted besides. */
  tally?(outcome: RowOutcome<R>): string | undefined
}

/** A run, to whoever goes on with it. */
export type RunInHand = {
  /** As of its last commit. On a dry run it is kept nowhere, and has no id. */
  readonly run: Run
  /** For whom rows can be drafted; null where they can't, or on a dry run, which tells what changes. */
  readonly drafting: DraftingFor | null
  /** Its targets that are still to be done. */
  rows(): AsyncGenerator<TargetRow>
  /** Puts rows through the operation: its own, or those of a file from `run.position` on. Afterwards
   * it is done or, where it was stopped before its last row, interrupted. */
  each<R extends Row>(
    rows: AsyncIterable<R> | Iterable<R>,
    pursuit?: Pursuit<R>,
  ): AsyncGenerator<RowOutcome<R>>
}

export const admitBulk = async <Tx extends Transaction>(
  steps: Steps<Tx>,
  operation: AnyOperation,
  call: Call,
): Promise<Bulk> => {
  const entered = await steps.enter(operation, null, call)
  const { scope } = entered.actor

  /** A run is what is approved of, and what a key stands for, not each of its rows. */
  const wholeOf = ({ input, asked }: Omit<Plan, 'targets'>) => ({ ...input, many: asked })
  const claimOf = (plan: Omit<Plan, 'targets'>) =>
    claimFor({ ...entered, raw: wholeOf(plan) }, call.idempotencyKey, steps.ids)

  const inHand = async (
    run: Run,
    whole: Record<string, unknown>,
    targets: readonly Target[] = [],
  ) => handOver(steps, await steps.approve(entered, whole), run, targets)

  const taken = async (
    stood: IdempotencyRecord,
    claim: IdempotencyClaim,
    plan: Omit<Plan, 'targets'>,
  ): Promise<RunInHand> => {
    const { value } = replayOf(stood, claim)
    return inHand(await found((value as { run: string }).run), wholeOf(plan))
  }

  const found = async (id: string): Promise<Run> => {
    const run = await steps.store.read(scope, tx => tx.runs.find(id))
    if (!run) throw notFound('run', 'See steward runs list.')
    if (run.operation === operation.name) return run
    throw conflict(`That is a run of ${run.operation}, not of ${operation.name}.`, {
      hint: `How to go on with it: steward runs show ${run.id}`,
    })
  }

  return {
    select: (list, asked) => select(steps, entered, list, asked),
    async resume(id) {
      const run = await found(id)
      return inHand(run, { ...run.input, many: { run: id } })
    },
    async begun(plan) {
      const claim = call.dryRun ? null : await claimOf(plan)
      const stood = claim && (await steps.store.read(scope, tx => tx.answered(claim)))
      if (stood) return taken(stood, claim, plan)
      sharedInput(operation, plan.input, entered.now)
      return null
    },
    async begin(plan) {
      refuseUnique(operation, plan.input, plan.targets?.length ?? 0)
      const run = newRun(steps, entered, plan)
      const begun = await inHand(run, wholeOf(plan), plan.targets)
      if (call.dryRun) return begun
      const claim = await claimOf(plan)
      const stood = await steps.store.write(scope, async tx => {
        const stood = claim && (await tx.claim(claim))
        if (stood) return { commit: false, value: stood }
        await tx.runs.open(run, plan.targets ?? [])
        if (claim) await tx.settle(claim, { run: run.id })
        return { commit: true, value: null }
      })
      return stood && claim ? taken(stood, claim, plan) : begun
    },
  }
}

const newRun = <Tx extends Transaction>(
  { ids }: Steps<Tx>,
  { operation, call, actor, now }: Admitted,
  { input, targets, asked }: Plan,
): Run => ({
  id: call.dryRun ? '' : ids.make('run'),
  operation: operation.name,
  state: 'open',
  person: actor.id,
  lastPerson: actor.id,
  input: sharedInput(operation, input, now),
  reason: reasonOf(input, call),
  filter: typeof asked.filter === 'string' ? asked.filter : null,
  matched: targets?.length ?? null,
  position: 0,
  digest: null,
  succeeded: 0,
  skipped: 0,
  failed: 0,
  tally: {},
  logs: {},
  createdAt: now,
  updatedAt: now,
})

/** A run is moved from where it was last seen to stand: whoever finds it elsewhere is not alone. */
const keeperOf = <Tx extends Transaction, R extends Row>(
  steps: Steps<Tx>,
  person: string,
  hand: { run: Run },
  tally: Pursuit<R>['tally'],
): Keeper<Tx> => ({
  async hold(tx) {
    const { run } = hand
    const found = await tx.runs.lock(run.id)
    if (found?.state !== 'done' && found?.position === run.position) return
    throw conflict('Somebody else goes on with this run.', {
      hint: `See how far it is: steward runs show ${run.id}`,
    })
  },
  async move(tx, results, recorded) {
    const next = movedOn(hand.run, results as RowOutcome<R>[], recorded, tally)
    const moved: Run = { ...next, lastPerson: person, updatedAt: steps.clock() }
    const { id, operation: _, person: __, input, reason, filter, createdAt, ...patch } = moved
    await tx.runs.move(id, patch)
    return () => {
      hand.run = moved
    }
  },
})

/** Answers the run as it is then. */
const settle = <Tx extends Transaction>(
  steps: Steps<Tx>,
  { operation, actor }: Admitted,
  run: Run,
  state: RunState,
): Promise<Run> =>
  steps.store.write(actor.scope, async tx => {
    const found = (await tx.runs.lock(run.id)) ?? run
    // Whoever took it over decides what becomes of it.
    if (found.state === 'done' || found.position !== run.position) {
      return { commit: false, value: found }
    }
    const updatedAt = steps.clock()
    if (state === 'done') {
      const matched = found.matched ?? found.position
      const patch = { state, updatedAt, matched, input: lastingInput(operation, found.input ?? {}) }
      await tx.runs.close(run.id, patch)
      return { commit: true, value: { ...found, ...patch } }
    }
    await tx.runs.move(run.id, { state, updatedAt })
    return { commit: true, value: { ...found, state, updatedAt } }
  })

/** As one of the run's rows is admitted: the run keeps it from being done twice, and says why it is
 * done. */
const rowCall = ({ operation, call }: Admitted, { id, reason }: Run): Call => ({
  ...call,
  idempotencyKey: undefined,
  ...(id !== '' && { run: id }),
  reason: operation.input.reason ? undefined : (reason ?? undefined),
})

const handOver = <Tx extends Transaction>(
  steps: Steps<Tx>,
  admitted: Admitted,
  begun: Run,
  targets: readonly Target[],
): RunInHand => {
  const { operation, actor } = admitted
  const base = { ...admitted, call: rowCall(admitted, begun) }
  const hand = { run: begun }
  const blockAt = async (place: number): Promise<readonly Target[]> => {
    const { id } = hand.run
    if (id === '') return targets.slice(place)
    return steps.store.read(actor.scope, tx => tx.runs.targets(id, place))
  }
  return {
    get run() {
      return hand.run
    },
    get drafting() {
      const { call, approval } = base
      if (!operation.drafting || call.dryRun) return null
      const { credential: _, ...asked } = call
      return { operation: operation.name, call: asked, actor, approval }
    },
    async *rows() {
      const input = hand.run.input ?? {}
      for (let place = hand.run.position; hand.run.state !== 'done'; ) {
        const block = await blockAt(place)
        for (const [at, target] of block.entries()) {
          yield rowOf(operation, input, target, place + at)
        }
        place += block.length
        if (block.length === 0) return
      }
    },
    async *each<R extends Row>(rows: AsyncIterable<R> | Iterable<R>, pursuit: Pursuit<R> = {}) {
      if (hand.run.state === 'done') return
      const { signal, tally } = pursuit
      if (base.call.dryRun) {
        for await (const one of inChunks(steps, base, rows, { signal })) {
          hand.run = movedOn(hand.run, [one], [], tally)
          yield one
        }
        return
      }
      const keeper = keeperOf(steps, actor.id, hand, tally)
      try {
        const how = yield* inChunks(steps, base, rows, { keeper, signal })
        hand.run = await settle(steps, base, hand.run, how === 'ended' ? 'done' : 'interrupted')
      } catch (error) {
        // Where nothing can be written it stays open, as after a kill.
        hand.run = await settle(steps, base, hand.run, 'interrupted').catch(() => hand.run)
        throw error
      }
    },
  }
}

const movedOn = <R extends Row>(
  run: Run,
  results: readonly RowOutcome<R>[],
  recorded: readonly Recorded[],
  tally: Pursuit<R>['tally'],
): Run => {
  const count = (what: RowOutcome<R>['result']) =>
    results.filter(({ result }) => result === what).length
  const counts = { ...run.tally }
  for (const one of results) {
    const name = tally?.(one)
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1
  }
  return {
    ...run,
    state: 'open',
    position: run.position + results.length,
    digest: results.at(-1)?.row.digest ?? run.digest,
    succeeded: run.succeeded + count('done'),
    skipped: run.skipped + count('skipped'),
    failed: run.failed + count('failed'),
    tally: counts,
    logs: toldIn(run.logs, recorded),
  }
}

const toldIn = (logs: Run['logs'], recorded: readonly Recorded[]): Run['logs'] => {
  const told = { ...logs }
  for (const { providerId, sequence } of recorded) {
    told[providerId] = [told[providerId]?.[0] ?? sequence, sequence]
  }
  return told
}

/**
 * The one way an operation runs. The runner alone holds the ceremony: parse, sign in, authorise,
 * approve, attempt, prepare, begin, run, record the event, commit. Every face goes through it.
 */
import type { ApprovalGate } from './approval.ts'
import { draftEvent, isKeptRefusal, reasonOf, subjectsOf } from './audit.ts'
import { authorise } from './authorise.ts'
import { type ClaimedRun, runEach } from './bulk.ts'
import type { Actor, Call, Home, Ids, Outbox, Scope, Transaction, Vault, World } from './context.ts'
import { type Draft, type Drafter, type DraftingFor, drafterOf } from './draft.ts'
import type { StewardError } from './errors.ts'
import type { ChangeSet, LogEntry, Subject } from './event.ts'
import { parseInput } from './fields.ts'
import { checkKey, claimFor, replayOf } from './idempotency.ts'
import { type AnyOperation, isRecorded, isRefusal, isSensitive, readInput } from './operation.ts'
import { requireFresh, requireSession } from './presence.ts'
import { admitBulk, type Bulk } from './run.ts'

/** What a part of a transaction wants done with what it wrote. */
export type Verdict<T> = { commit: boolean; value: T }

/** The store, as far as the runner is concerned. `write` may call its part again after a
 * serialisation failure, so a part keeps nothing outside itself. */
export type Transactor<Tx extends Transaction> = {
  read<T>(scope: Scope, part: (tx: Tx) => Promise<T>): Promise<T>
  write<T>(scope: Scope, part: (tx: Tx) => Promise<Verdict<T>>, together?: boolean): Promise<T>
  /** Whether nobody waits for a server: work on what comes next can't go on meanwhile. */
  readonly atOnce: boolean
  /** Does what a run over many rows has put off. */
  catchUp(): Promise<void>
}

export type RunnerParts<Tx extends Transaction, G> = {
  store: Transactor<Tx>
  /** Who is calling. Throws `not_signed_in`. */
  authenticate(call: Call, operation: AnyOperation): Promise<Actor>
  /** Who stands in the log for a call that could not be signed in; null before there is a log. */
  stranger(): Promise<Actor | null>
  outbox(tx: Tx, around: { now: Date; ids: Ids; vault: Vault; dryRun: boolean }): Outbox
  gateways: G
  clock(): Date
  ids: Ids
  /** Opens and seals with the secret key of the organisation in scope. */
  vault(scope: Scope): Vault
  approval: ApprovalGate
  /** Events that are written later than what they tell of was read, without what may not be told
   * any more. Called in the transaction that records them. */
  settled(tx: Tx, entries: LogEntry[]): Promise<LogEntry[]>
}

export type Outcome = {
  value: unknown
  /** The answer of an earlier call with the same idempotency key. */
  replayed: boolean
  dryRun: boolean
  /** Whom and what it changed, or on a dry run would have. */
  changes: ChangeSet
  /** Everyone it is about, changed or not. */
  subjects: readonly Subject[]
  messages: readonly Record<string, unknown>[]
}

/** An answer as it is printed. */
export type Answered = Omit<Outcome, 'subjects'>

/** One input of a bulk run; `key` tells it apart from the others (a line number, an id). */
export type Row = {
  key: string
  raw: Record<string, unknown>
  /** What is wrong with it already: it is counted, and told in its place. */
  failed?: StewardError
  /** Of what the rows so far were read from: kept with a run as it moves on. */
  digest?: string
  /** What it comes to if nobody is here yet. */
  draft?: Draft
}

/** A row after its commit. `skipped` had nothing to change; `why` says what is so already. Of a row that
 * was written from its draft the outcome has the value alone. */
export type RowOutcome<R extends Row> =
  | { row: R; result: 'done' | 'skipped'; outcome: Outcome; error: null; why?: string }
  | { row: R; result: 'failed'; outcome: null; error: StewardError }

export type Runner = {
  run(operation: AnyOperation, raw: Record<string, unknown>, call: Call): Promise<Outcome>
  /** Many inputs of one write, in chunks: a row that fails takes no other with it. */
  runEach<R extends Row>(
    operation: AnyOperation,
    rows: AsyncIterable<R> | Iterable<R>,
    call: Call,
  ): AsyncGenerator<RowOutcome<R>>
  /** Lets somebody in to run it over many records: see run.ts. */
  bulk(operation: AnyOperation, call: Call): Promise<Bulk>
  /** Works out rows for a call that was let in elsewhere, over a store with nobody in it: see draft.ts. */
  drafter(operation: AnyOperation, asked: DraftingFor, taken: () => Draft['row'][]): Drafter
}

/** A call that has been let in. */
export type Admitted = {
  operation: AnyOperation
  raw: Record<string, unknown>
  input: Record<string, unknown>
  call: Call
  actor: Actor
  approval: string | null
  now: Date
  prepared: unknown
}

/** What is known of a call before it has been let in. */
type Attempted = Pick<Admitted, 'operation' | 'raw' | 'call' | 'actor' | 'now'>

/** What had been looked at in order to be changed when something was refused, and whose it was. */
export type LookedAt = { touched: readonly Subject[]; home?: Home }

/** What one run did, before it is known whether it stays. */
export type Ran = { outcome: Outcome; entry: LogEntry | null; refused: StewardError | null }

/** The steps of the ceremony, as the bulk runner takes them too. */
export type Steps<Tx extends Transaction> = {
  store: Transactor<Tx>
  clock(): Date
  ids: Ids
  worldOf(tx: Tx, admitted: Admitted): World<Tx>
  /** Signs in and authorises; `raw` is null where what is asked for is still to come. */
  enter(operation: AnyOperation, raw: Record<string, unknown> | null, call: Call): Promise<Admitted>
  /** The same call, as whoever makes it may and reaches by now: what goes on for long is let in again
   * on the way. A proof that was fresh when it began stays good for all of it. */
  again(entered: Admitted): Promise<Admitted>
  /** Asks for the approval of what is asked for, once that is known. */
  approve(entered: Admitted, raw: Record<string, unknown>): Promise<Admitted>
  /** Both, without an input yet. */
  admit(operation: AnyOperation, raw: Record<string, unknown>, call: Call): Promise<Admitted>
  prepare(admitted: Admitted): Promise<Admitted>
  claimed(tx: Tx, admitted: Admitted, claim: ClaimedRun): Promise<Ran | Outcome>
  /** The event of a refusal that is kept; none of one that isn't. */
  refusal(attempted: Attempted, at: LookedAt, error: unknown): LogEntry[]
}

export const createRunner = <Tx extends Transaction, G>(parts: RunnerParts<Tx, G>): Runner => {
  const { store, ids, gateways } = parts

  const worldOf = (tx: Tx, { now, actor, call }: Admitted): World<Tx> => {
    const vault = parts.vault(actor.scope)
    const outbox = parts.outbox(tx, { now, ids, vault, dryRun: !!call.dryRun })
    return { store: tx, now, ids, actor, vault, outbox }
  }

  const refusal: Steps<Tx>['refusal'] = ({ operation, raw, call, actor, now }, looked, error) => {
    // Before there is an organisation there is no log to keep a refusal in.
    const nowhere = actor.scope.providerId === ''
    if (call.dryRun || nowhere || !isKeptRefusal(error)) return []
    const happened = {
      operation,
      call,
      actor,
      at: now,
      approval: null,
      note: null,
      ...looked,
      error,
    }
    const reason = reasonOf(raw, call)
    return [draftEvent({ ...happened, reason, changes: [], messages: 0 })]
  }

  const recordLater = (scope: Scope, entries: LogEntry[]) =>
    store.write(scope, async tx => {
      const value = await tx.record(await parts.settled(tx, entries))
      return { commit: true, value }
    })

  const recordRefusal = async (
    attempted: Attempted,
    looked: LookedAt,
    error: unknown,
  ): Promise<void> => {
    const entries = refusal(attempted, looked, error)
    if (entries.length === 0) return
    // The refusal stands whether or not there is room to write it down.
    await recordLater(attempted.actor.scope, entries).catch(() => undefined)
  }

  const whoCalls = ({ operation, raw, call, now }: Omit<Attempted, 'actor'>): Promise<Actor> =>
    parts.authenticate(call, operation).catch(async error => {
      const actor = await parts.stranger().catch(() => null)
      if (actor) await recordRefusal({ operation, raw, call, now, actor }, nothing, error)
      throw error
    })

  const again: Steps<Tx>['again'] = async entered => {
    const now = parts.clock()
    const actor = await whoCalls({ ...entered, now })
    try {
      authorise(entered.operation, actor)
      return { ...entered, actor }
    } catch (error) {
      await recordRefusal({ ...entered, actor, now }, nothing, error)
      throw error
    }
  }

  const enter: Steps<Tx>['enter'] = async (operation, raw, call) => {
    const now = parts.clock()
    if (call.idempotencyKey !== undefined) checkKey(call.idempotencyKey)
    const given = raw ?? {}
    const actor = await whoCalls({ operation, raw: given, call, now })
    const attempted = { operation, raw: given, call, actor, now }
    try {
      authorise(operation, actor)
      requireSession(operation, actor)
      if (isSensitive(operation, raw ?? undefined)) requireFresh(actor, now)
      return { ...attempted, input: {}, approval: null, prepared: undefined }
    } catch (error) {
      await recordRefusal(attempted, nothing, error)
      throw error
    }
  }

  const approve: Steps<Tx>['approve'] = async (entered, raw) => {
    const { operation, actor, call } = entered
    const asked = { ...entered, raw }
    try {
      const approval = await parts.approval({ operation, raw, actor, approval: call.approval })
      return { ...entered, approval }
    } catch (error) {
      await recordRefusal(asked, nothing, error)
      throw error
    }
  }

  const admit: Steps<Tx>['admit'] = async (operation, raw, call) =>
    approve(await enter(operation, raw, call), raw)

  /** A writing transaction. When it throws, the refusal is about whom it had touched by then. */
  const writing = async <T>(
    admitted: Admitted,
    part: (tx: Tx) => Promise<Verdict<T>>,
  ): Promise<T> => {
    let looked = nothing
    const noting = async (tx: Tx): Promise<Verdict<T>> => {
      try {
        return await part(tx)
      } catch (error) {
        looked = { touched: tx.touched, home: homeIn(tx.scope) }
        throw error
      }
    }
    return store.write(admitted.actor.scope, noting).catch(async error => {
      await recordRefusal(admitted, looked, error)
      throw error
    })
  }

  const prepare: Steps<Tx>['prepare'] = async admitted => {
    const { operation, raw, call, actor, now } = admitted
    const input = readInput(operation, raw, now)
    const parsed = { ...admitted, input }
    operation.needs?.(gateways)
    let attempted: unknown
    if (operation.attempt && !call.dryRun) {
      attempted = await writing(parsed, async tx => ({
        commit: true,
        value: await operation.attempt!(worldOf(tx, parsed), input),
      }))
    }
    if (!operation.prepare) return parsed
    const read = <T>(query: (tx: Tx) => Promise<T>) => store.read(actor.scope, query)
    const vault = parts.vault(actor.scope)
    const around = { read, gateways, now, ids, actor, vault, dryRun: !!call.dryRun, attempted }
    try {
      return { ...parsed, prepared: await operation.prepare(around as never, input) }
    } catch (error) {
      await recordRefusal(parsed, nothing, error)
      throw error
    }
  }

  const runIn = async (tx: Tx, admitted: Admitted): Promise<Ran> => {
    const { operation, input, prepared, call, actor, approval, now } = admitted
    // Another row of the same transaction may have been another provider's.
    tx.enter(actor.scope)
    const answer = await operation.run(worldOf(tx, admitted), input, prepared)
    const refused = isRefusal(answer) ? answer.refused : null
    const { changes, messages, touched, note } = tx.takeCaptured()
    // A note says that something happened that no record shows.
    const told = changes.length + messages.length > 0 || note !== null
    const wrote = operation.effect !== 'read' && told
    const reason = reasonOf(input, call)
    const subjects = subjectsOf({ changes, touched })
    const home = homeIn(tx.scope)
    const what = { reason, changes, touched, note, home }
    const happened = { operation, call, actor, approval, at: now, ...what }
    const entry =
      wrote || isRecorded(operation, input) || refused
        ? draftEvent({ ...happened, messages: messages.length, error: refused })
        : null
    const value = call.dryRun ? withoutSecrets(operation, answer) : answer
    return {
      outcome: { value, replayed: false, dryRun: !!call.dryRun, changes, subjects, messages },
      entry,
      refused,
    }
  }

  const claimed: Steps<Tx>['claimed'] = async (tx, admitted, claim) => {
    const { operation, call } = admitted
    if (!claim || call.dryRun) return runIn(tx, admitted)
    const stood = await tx.claim(claim)
    if (stood) return replayOf(stood, claim)
    const ran = await runIn(tx, admitted)
    // A refusal is no answer to keep: the same call may be right later.
    if (ran.refused) await tx.free(claim)
    else await tx.settle(claim, withoutSecrets(operation, ran.outcome.value))
    return ran
  }

  /** A call that was answered before is answered before anything is tried again. */
  const write = async (called: Admitted): Promise<Outcome> => {
    const { call, actor } = called
    const claim = await claimFor(called, call.idempotencyKey, ids)
    const stood = claim && (await store.read(actor.scope, tx => tx.answered(claim)))
    if (stood && !call.dryRun) return replayOf(stood, claim)
    const admitted = await prepare(called)
    const done = await writing<Ran | Outcome>(admitted, async tx => {
      const done = await claimed(tx, admitted, claim)
      if (!('outcome' in done)) return { commit: false, value: done }
      if (done.entry && !call.dryRun) await tx.record([done.entry])
      return { commit: !call.dryRun, value: done }
    })
    if (!('outcome' in done)) return done
    if (done.refused) throw done.refused
    return done.outcome
  }

  const read = async (admitted: Admitted): Promise<Outcome> => {
    const { actor, call } = admitted
    const { outcome, entry, refused } = await store.read(actor.scope, tx => runIn(tx, admitted))
    if (entry && !call.dryRun) await recordLater(actor.scope, [entry])
    if (refused) throw refused
    return outcome
  }

  const { clock } = parts
  const admitting = { enter, again, approve, admit }
  const steps: Steps<Tx> = { store, clock, ids, worldOf, ...admitting, prepare, claimed, refusal }
  return {
    async run(operation, raw, call) {
      // Bad input is told before anyone is signed in: it needs no right and leaves no trace.
      parseInput(operation.input, raw, parts.clock())
      const admitted = await admit(operation, raw, call)
      return operation.effect === 'read' ? read(await prepare(admitted)) : write(admitted)
    },
    runEach: (operation, rows, call) => runEach(steps, { operation, rows, call }),
    bulk: (operation, call) => admitBulk(steps, operation, call),
    drafter: (operation, asked, taken) => drafterOf(steps, operation, { asked, taken }),
  }
}

const nothing: LookedAt = { touched: [] }

const homeIn = ({ provider, providerId }: Scope): Home => ({ provider, providerId })

/** What is shown once is never kept, and never made on a dry run. */
const withoutSecrets = (operation: AnyOperation, answer: unknown): unknown => {
  const { shownOnce = [] } = operation
  if (shownOnce.length === 0 || typeof answer !== 'object' || answer === null) return answer
  return { ...answer, ...Object.fromEntries(shownOnce.map((name: string) => [name, null])) }
}

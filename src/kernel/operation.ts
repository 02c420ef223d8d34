/**
 * Everything an operator can do is one operation: a name, an input, an output, a permission, an
 * effect and a function. This file says what one is; the runner says how one runs.
 */
import type * as z from 'zod/mini'
import type { Actor, Prepared, World } from './context.ts'
import type { Draft, Drafting } from './draft.ts'
import type { StewardError } from './errors.ts'
import { type Fields, type InputOf, parseInput } from './fields.ts'
import { type Asked, type Level, type Permission, permissionOf } from './permission.ts'

/** read changes nothing; write can be taken back; destroy can't, or not easily. */
export type Effect = 'read' | 'write' | 'destroy'

/** Who may run it: a signed-in supervisor or key, anyone at all, a consumer, or the worker. */
export type ActorKind = 'supervisor' | 'consumer' | 'anyone' | 'system'

export type Operation<F extends Fields, O, W extends World, G, P, T> = {
  /** `topic.verb`: also the permission, the command, the route, the tool and the event's type. */
  name: string
  summary: string
  effect: Effect
  actor?: ActorKind
  /** Changes a status: asked once on a terminal before it goes ahead. */
  confirm?: boolean
  /** A read that is recorded all the same, or a write that changes no row and still counts; for
   * some inputs only, where it is a function. */
  recorded?: boolean | ((input: InputOf<F>) => boolean)
  /** Asks for a fresh factor from a signed-in person; a key's own permission decides for keys. For
   * some inputs only, where it is a function of them as given. */
  sensitive?: boolean | ((given: { [K in keyof F]?: unknown }) => boolean)
  /** Is about the signed-in person themself: only for a session, which no key has. */
  session?: boolean
  /** How far one has to reach to run it at all: `provider` unless it says otherwise. What is for all
   * providers at once is for the `whole`; what makes sense for some of the accounts alone says so. */
  level?: Level
  /** Of what anyone may run: in a disabled provider as well, to say so to whom that is owed. */
  evenDisabled?: boolean
  /** Who may run it, where that isn't a permission of its own: `consumers:list` for what only helps
   * to type what a list shows. */
  permission?: Permission
  input: F
  output: z.ZodMiniType
  /** Members of the output that are shown once: null on a dry run and when replayed. */
  shownOnce?: readonly string[]
  /** Of a list: what a run over many records is made of. Without it pages are read, and selectors
   * are taken as they are. */
  pick?: Picking<W, InputOf<F>>
  /** About one record at a time, although it selects one. */
  single?: boolean
  /** Throws `invalid_input` for what no record could be done with: a run over many asks it once, before
   * anything is done. */
  check?(input: InputOf<F>, now: Date): void
  /** Throws `unavailable` when something outside that it can't do without is missing; asked before
   * anything is written. */
  needs?(gateways: G): void
  /** Committed before `prepare`, in a transaction of its own: counts a guess, claims work. */
  attempt?(world: W, input: InputOf<F>): Promise<T>
  /** Everything slow, before the transaction. It writes nothing to the store. */
  prepare?(around: Prepared<W, G, T>, input: InputOf<F>): Promise<P>
  /** Many rows in one transaction: fetches and locks what they will ask for, at once. Whatever it
   * leaves out the rows fetch themselves. */
  prefetch?(
    world: W,
    rows: readonly { input: InputOf<F>; prepared: P }[],
    drafts: readonly Draft[],
  ): Promise<void>
  /** Rows can be worked out before their transaction, as if nobody were here yet. */
  drafting?: Drafting<W, O>
  /** The change itself. It awaits nothing but its store. */
  run(world: W, input: InputOf<F>, prepared: P): Promise<O | Refusal>
}

export type Picking<W extends World, I> = {
  /** The ids of all that match, in one reading, the oldest first. */
  matching?(world: W, input: I): Promise<string[]>
  /** For each selector the id of whom it names, or null. */
  named?(world: W, selectors: readonly string[]): Promise<(string | null)[]>
}

// biome-ignore lint/suspicious/noExplicitAny: an operation of any input, world and output
export type AnyOperation = Operation<any, any, any, any, any, any>

/** An answer that is an error, although what was written on the way to it is kept. */
export type Refusal = { refused: StewardError }

export const refuse = (error: StewardError): Refusal => ({ refused: error })

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && 'refused' in value

/** Whether running it with this input leaves an event, even if it writes nothing. */
export const isRecorded = ({ recorded }: AnyOperation, input: object): boolean =>
  typeof recorded === 'function' ? recorded(input as never) : !!recorded

/** Whether this call of it, or any if none is given, asks for a fresh factor. */
export const isSensitive = ({ sensitive }: AnyOperation, given?: object): boolean =>
  typeof sensitive === 'function' && given ? sensitive(given) : !!sensitive

/** What one has to be allowed in order to run it. */
export const askedBy = ({ name, effect, permission }: AnyOperation): Asked => ({
  permission: permission ?? permissionOf(name),
  reads: effect === 'read',
})

export const levelOf = (operation: AnyOperation): Level => operation.level ?? 'provider'

export const actorKindOf = (operation: AnyOperation): ActorKind => operation.actor ?? 'supervisor'

/** Whether this actor is of the kind that the operation is for. */
export const isFor = (operation: AnyOperation, actor: Actor): boolean => {
  const wanted = actorKindOf(operation)
  return wanted === 'anyone' || wanted === actor.kind
}

/** What was given, as the operation is run with it. Throws `invalid_input`. */
export const readInput = (
  operation: AnyOperation,
  raw: Record<string, unknown>,
  now: Date,
): Record<string, unknown> => {
  const input = parseInput(operation.input as Fields, raw, now)
  operation.check?.(input, now)
  return input
}

/** Ties `operation` to the world of one house, so that each definition is checked against it. */
export const operationsOf =
  <W extends World, G>() =>
  <F extends Fields, O, P = undefined, T = undefined>(
    definition: Operation<F, O, W, G, P, T>,
  ): Operation<F, O, W, G, P, T> =>
    definition

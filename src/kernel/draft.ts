/**
 * What a row comes to if nobody is here yet, worked out before its transaction. The same operation
 * does it, in a world with nobody in it, so it can be done on another thread while chunks before it
 * are written. In the transaction it is looked whether it is so, and nothing is left to do but to
 * write it; where somebody is here after all the row is run as any other.
 */
import type { Actor, Call, Transaction } from './context.ts'
import { type LogEntry, type SealedEntry, saltOf, sealed } from './event.ts'
import type { AnyOperation } from './operation.ts'
import type { Admitted, Ran, Steps } from './runner.ts'

/** The row that would be added, and the event that would tell of it. */
export type Draft = { row: Record<string, unknown>; entry: SealedEntry }

/** What an operation that adds records does for it. */
export type Drafting<W, O> = {
  /** Makes the world one in which nobody has what rows ask for. */
  empty(world: W): void
  /** Adds the row, and answers as `run` does; null, with nothing written, where somebody has what is
   * the row's own. */
  take(world: W, row: Draft['row']): Promise<O | null>
}

/** Who drafts, and for which call: plain data, without what they signed in with. */
export type DraftingFor = {
  operation: string
  call: Omit<Call, 'credential'>
  actor: Actor
  approval: string | null
}

/** One for each row; null where it has to be run to be known. */
export type Drafter = (rows: readonly Record<string, unknown>[]) => Promise<(Draft | null)[]>

/** `taken` hands over what has been added to the empty store since it was last asked. */
export const drafterOf = <Tx extends Transaction>(
  steps: Steps<Tx>,
  operation: AnyOperation,
  { asked, taken }: { asked: DraftingFor; taken: () => Draft['row'][] },
): Drafter => {
  const { actor, approval } = asked
  const call: Call = { ...asked.call, credential: { kind: 'none' } }
  const nothing = { raw: {}, input: {}, prepared: undefined }
  const base: Admitted = { operation, call, actor, approval, now: steps.clock(), ...nothing }
  /** The event of a row that has been run. */
  const told = async (tx: Tx, raw: Record<string, unknown>): Promise<LogEntry | null> => {
    try {
      const admitted = await steps.prepare({ ...base, raw, now: steps.clock() })
      const ran = await steps.claimed(tx, admitted, null)
      return 'entry' in ran && ran.refused === null ? toldAlone(ran) : null
    } catch {
      // Whoever it is about, or whatever is wrong with it, is told when it is run.
      tx.takeCaptured()
      return null
    }
  }
  return rows =>
    steps.store.write(actor.scope, async tx => {
      operation.drafting?.empty(steps.worldOf(tx, base))
      const entries: (LogEntry | null)[] = []
      await tx.together(async () => {
        for (const raw of rows) entries.push(await told(tx, raw))
      })
      const added = new Map(taken().map(row => [row.id, row]))
      const value = entries.map((entry): Draft | null => {
        const row = entry && added.get(entry.subjects[0])
        return row ? { row, entry: sealedEntry(entry, steps) } : null
      })
      return { commit: false, value }
    })
}

/** The event of a record that was added, where that is all that happened. */
const toldAlone = ({ outcome, entry }: Ran): LogEntry | null =>
  outcome.changes.length === 1 && outcome.messages.length === 0 ? entry : null

const sealedEntry = ({ detail, ...covered }: LogEntry, { ids }: Pick<Steps<never>, 'ids'>) => ({
  ...covered,
  id: ids.make('evt'),
  sealed: sealed(detail, saltOf(ids)),
})

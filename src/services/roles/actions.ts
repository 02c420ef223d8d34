/**
 * What can be done to a record now, and what can't and why: the end of every `show`. A topic says which
 * operations are about its records and what of a record's own refuses them; the rest is here.
 */
import * as z from 'zod/mini'
import { requirePermission } from '../../kernel/authorise.ts'
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import { permissionOf } from '../../kernel/permission.ts'
import { inventory } from './inventory.ts'
import type { KnownPermission } from './may.ts'

export const Action = z.object({
  operation: z.string(),
  allowed: z.boolean(),
  /** What is in the way; null where nothing is. */
  because: z.nullable(z.string()),
})

export type Action = z.infer<typeof Action>

type OperationOf<P> = P extends `${infer Topic}:${infer Verb}` ? `${Topic}.${Verb}` : never

/** An operation, by its name. */
export type Known = OperationOf<KnownPermission>

/** The operations that are about a record, and for each what of the record refuses it: null for
 * nothing, words of its rules else. */
export type Moves = { [O in Known]?: string | null }

/** What a rule says against something, by the very words it would refuse it with; null for nothing. */
export const against = (rule: () => unknown): string | null => {
  try {
    rule()
    return null
  } catch (error) {
    return wordsOf(error)
  }
}

/** The same of a rule that asks the database. */
export const awaitedAgainst = async (rule: () => Promise<unknown>): Promise<string | null> => {
  try {
    await rule()
    return null
  } catch (error) {
    return wordsOf(error)
  }
}

const wordsOf = (error: unknown): string => {
  if (error instanceof StewardError) return error.message
  throw error
}

/** What somebody lacks for an operation; null for nothing. */
export const lackedFor = (actor: Actor, operation: Known): string | null => {
  const { confined } = actor
  if (confined && !confined.to.includes(operation)) return confined.because.message
  const permission = permissionOf(operation) as KnownPermission
  return against(() => requirePermission(actor, { permission, ...inventory[permission] }))
}

/** For the end of a record: what its reader is not let do is said before what it is in no state for. */
export const actionsFor = (actor: Actor, moves: Moves): Action[] =>
  (Object.keys(moves) as Known[]).map(operation => {
    const because = lackedFor(actor, operation) ?? moves[operation] ?? null
    return { operation, allowed: because === null, because }
  })

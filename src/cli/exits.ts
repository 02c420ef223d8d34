/**
 * Which exit codes a command can end with, and what each says. They follow from the kind of its
 * operation: nobody keeps a list that could be forgotten.
 */
import { errorCodes } from '../kernel/errors.ts'
import type { Field } from '../kernel/fields.ts'
import { type AnyOperation, actorKindOf } from '../kernel/operation.ts'

/** Of every command: done, a bug or a failed check, usage, something needed is missing, Ctrl-C. */
export const generalExits: readonly number[] = [0, 1, 2, 8, 130]

/** Those of an operation's command, in order; `more` are a command's own, such as 7 of an import. */
export const exitsOf = (operation: AnyOperation, more: readonly number[] = []): number[] => {
  const { effect, confirm, attempt, input } = operation
  const selects = Object.values(input as Record<string, Field>).some(({ kind }) => kind === 'ref')
  const writes = effect !== 'read'
  const codes = [
    ...generalExits,
    ...(selects ? [3] : []),
    ...(actorKindOf(operation) !== 'anyone' || attempt ? [4] : []),
    ...(writes ? [5, 10] : []),
    ...(writes || confirm ? [9] : []),
    ...more,
  ]
  return [...new Set(codes)].sort((a, b) => a - b)
}

/** What every exit code says, from the table of errors. */
export const exitTexts = (): Map<number, string> => {
  const texts = new Map([[0, 'Done.']])
  for (const { exit, about } of Object.values(errorCodes)) {
    const before = texts.get(exit)
    texts.set(exit, before ? `${before} ${about}` : about)
  }
  return texts
}

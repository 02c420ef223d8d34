/**
 * Guesses are counted before they are looked at, in a transaction of their own: of many at once only
 * the first few are evaluated, and a crash in between has still counted.
 */
import { and, eq, inArray, lt, sum } from 'drizzle-orm'
import { invalid, StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { waitAfter } from './rules.ts'
import { guessesTable } from './table.ts'

const about = (tx: Tx, target: string) =>
  and(tx.scoped(guessesTable), eq(tx.table(guessesTable).target, target))

/** Counts a try at `target`, which need not exist. Answers the error for one that comes too soon:
 * it is to be refused unevaluated. */
export const countGuess = async (
  tx: Tx,
  target: string,
  now: Date,
): Promise<StewardError | null> => {
  const table = tx.table(guessesTable)
  const fresh = { provider: tx.scope.provider, target, failures: 0, waitUntil: now }
  // Changes nothing of a row that stands, but locks it: between two statements it could be gone.
  const [row] = await tx.db
    .insert(table)
    .values(fresh)
    .onConflictDoUpdate({ target: [table.provider, table.target], set: { target } })
    .returning()
  if (row!.waitUntil > now) return tooSoon(row!.waitUntil, now)
  const failures = row!.failures + 1
  const waitUntil = new Date(now.getTime() + waitAfter(failures))
  await tx.db.update(table).set({ failures, waitUntil }).where(about(tx, target))
  return null
}

/** How many wrong tries at any of these are held against the next. */
export const countedGuesses = async (tx: Tx, targets: readonly string[]): Promise<number> => {
  const table = tx.table(guessesTable)
  const theirs = and(tx.scoped(guessesTable), inArray(table.target, [...targets]))
  const [row] = await tx.db
    .select({ n: sum(table.failures) })
    .from(table)
    .where(theirs)
  return Number(row!.n ?? 0)
}

/** After a right one nothing is held against the next. */
export const forgetGuesses = async (tx: Tx, target: string): Promise<void> => {
  await tx.db.delete(tx.table(guessesTable)).where(about(tx, target))
}

const day = 86_400_000

/** Whoever stopped guessing a day ago starts anew, at whatever provider; strangers' typing is not kept for
 * ever. */
export const forgetOldGuesses = async (tx: Tx, now: Date): Promise<void> => {
  const table = tx.table(guessesTable)
  const old = lt(table.waitUntil, new Date(now.getTime() - day))
  await tx.db.delete(table).where(old)
}

/** A dry run counts nothing, so it may answer nothing either: it would be a guess for free. */
export const refuseUncounted = (dryRun: boolean): void => {
  if (dryRun) throw invalid('dryRun', 'This can not be tried out with a dry run.')
}

const tooSoon = (waitUntil: Date, now: Date): StewardError => {
  const seconds = Math.ceil((waitUntil.getTime() - now.getTime()) / 1000)
  return new StewardError('not_signed_in', 'There were too many tries.', {
    hint: `Try again in ${seconds} s.`,
    details: { retryAfter: seconds },
  })
}

/** What people leave behind outside of what belongs to them: answers kept for a retry, guesses at their
 * address, and what the log says of them. */
import { and, inArray, isNotNull, or, type SQL } from 'drizzle-orm'
import { idempotencyTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { eventsOf } from '../events/details.ts'
import { detailOf } from '../events/record.ts'
import { guessesTable } from '../guesses/table.ts'
import type { ConsumerRow } from './record.ts'
import { targetsOf } from './targets.ts'

type Members = Record<string, unknown> | null

/** Every email and phone number that these people have or, by the events about them, ever had. */
export const addressesOf = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  sequences: readonly number[],
): Promise<string[]> => {
  const ids = new Set(people.map(({ id }) => id))
  const found: unknown[] = people.flatMap(({ email, phone }) => [email, phone])
  const from = (members: Members) => found.push(members?.email, members?.phone)
  for await (const row of eventsOf(tx, sequences)) {
    const { subjects = [], changes = [] } = detailOf(row) ?? {}
    for (const subject of subjects) if (ids.has(subject.id)) found.push(subject.email)
    for (const { subject, before, after } of changes) {
      if (!ids.has(subject.id)) continue
      from(before)
      from(after)
    }
  }
  return [...new Set(found.filter(address => typeof address === 'string'))]
}

export const eraseGuesses = async (tx: Tx, addresses: readonly string[]): Promise<number> => {
  const table = tx.table(guessesTable)
  const targets = addresses.flatMap(targetsOf)
  const mine = and(tx.scoped(guessesTable), inArray(table.target, targets))
  const erased = await tx.db.delete(table).where(mine).returning({ target: table.target })
  return erased.length
}

/** What was answered about them goes; that the key was used stays, with no input that would fit it,
 * so that a retry makes nobody anew. A key that names them goes altogether. */
export const eraseAnswers = async (tx: Tx, words: readonly string[]): Promise<number> => {
  const table = tx.table(idempotencyTable)
  const holding = (column: unknown): SQL | undefined =>
    or(...words.map(word => tx.expressions.includes(column, JSON.stringify(word).slice(1, -1))))
  const settled = and(tx.scoped(idempotencyTable), isNotNull(table.answer))
  const removed = await tx.db
    .delete(table)
    .where(and(settled, holding(table.idempotencyKey)))
    .returning({ operation: table.operation })
  const blanked = await tx.db
    .update(table)
    .set({ answer: 'null', digest: '', salt: '' })
    .where(and(settled, holding(table.answer)))
    .returning({ operation: table.operation })
  return removed.length + blanked.length
}

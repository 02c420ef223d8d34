/** What people leave behind outside of what belongs to them: answers kept for a retry, guesses at their
 * address, and what the log says of them. */
import { and, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import { hiddenValue } from '../../store/capture.ts'
import type { RowOf } from '../../store/table.ts'
import { idempotencyTable, runsTable, runTargetsTable } from '../../store/tables.ts'
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
    or(...words.map(word => tx.expressions.includes(column, inJson(word))))
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

/** What runs over many were told of them: how they were named, and words of a reason or filter. */
export const eraseFromRuns = async (
  tx: Tx,
  ids: readonly string[],
  addresses: readonly string[],
): Promise<void> => {
  await eraseSelectors(tx, ids)
  if (addresses.length > 0) await eraseWords(tx, addresses)
}

const holding = (tx: Tx, column: unknown, words: readonly string[]): SQL | undefined =>
  or(...words.map(word => tx.expressions.includes(sql`cast(${column} as text)`, inJson(word))))

const eraseSelectors = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const table = tx.table(runTargetsTable)
  const blocks: RowOf<typeof runTargetsTable>[] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(runTargetsTable), holding(tx, table.targets, ids)))
  for (const { run, place, targets } of blocks) {
    const named = targets.map(one =>
      one.id && ids.includes(one.id) ? { ...one, selector: one.id } : one,
    )
    const here = and(tx.scoped(runTargetsTable), eq(table.run, run), eq(table.place, place))
    await tx.db.update(table).set({ targets: named }).where(here)
  }
}

const eraseWords = async (tx: Tx, words: readonly string[]): Promise<void> => {
  const table = tx.table(runsTable)
  const told = [table.filter, table.reason, table.input].map(column => holding(tx, column, words))
  const found: RowOf<typeof runsTable>[] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(runsTable), or(...told)))
  for (const { key, filter, reason, input } of found) {
    const patch = {
      filter: filter && crossedOut(filter, words),
      reason: reason && crossedOut(reason, words),
      input: input && JSON.parse(crossedOut(JSON.stringify(input), words)),
    }
    await tx.db.update(table).set(patch).where(eq(table.key, key))
  }
}

/** As a word stands in JSON text, without the quotes around it. */
const inJson = (word: string): string => JSON.stringify(word).slice(1, -1)

const crossedOut = (text: string, words: readonly string[]): string =>
  words.reduce((left, word) => left.replaceAll(new RegExp(escaped(word), 'gi'), hiddenValue), text)

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

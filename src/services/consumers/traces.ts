/** What people leave behind outside of what belongs to them: answers kept for a retry, guesses at their
 * address, and what the log says of them. */
import { and, eq, inArray, isNotNull, or, type SQL, sql } from 'drizzle-orm'
import type { Target } from '../../kernel/run.ts'
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

/** What somebody can be known by in a text. `addresses` are emails and phone numbers; `words` are
 * those, external ids, and names that are more than a first name: others have that as well. */
export type Traces = { addresses: string[]; words: string[] }

/** Everything that these people have or, by the events about them, ever had. */
export const tracesOf = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  sequences: readonly number[],
): Promise<Traces> => {
  const ids = new Set(people.map(({ id }) => id))
  const [addresses, words] = [new Set<string>(), new Set<string>()]
  const from = (members: Members) => {
    const { email, phone, externalId, name } = members ?? {}
    for (const address of [email, phone]) if (isText(address)) addresses.add(address)
    if (isText(externalId) && externalId.length >= shortest) words.add(externalId)
    if (isText(name) && /\S\s+\S/.test(name)) words.add(name)
  }
  for (const { email, phone, externalId, name } of people) from({ email, phone, externalId, name })
  for await (const row of eventsOf(tx, sequences)) {
    const { subjects = [], changes = [] } = detailOf(row) ?? {}
    for (const subject of subjects) if (ids.has(subject.id)) from(subject)
    for (const { subject, before, after } of changes) {
      if (!ids.has(subject.id)) continue
      from(before)
      from(after)
    }
  }
  return { addresses: [...addresses], words: [...new Set([...addresses, ...words])] }
}

const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''

/** An external id or a part of a name that is shorter stands in too many texts that mean another. */
const shortest = 4

export const eraseGuesses = async (tx: Tx, addresses: readonly string[]): Promise<number> => {
  const table = tx.table(guessesTable)
  const targets = addresses.flatMap(targetsOf)
  const mine = and(tx.scoped(guessesTable), inArray(table.target, targets))
  const erased = await tx.db.delete(table).where(mine).returning({ target: table.target })
  return erased.length
}

/** What was answered about them goes; that the key was used stays, with no input that would fit it,
 * so that a retry makes nobody anew. A key that names them goes altogether. An answer lies where it was
 * asked for, which may be another provider: there an address may be somebody else's, an id is not. */
export const eraseAnswers = async (
  tx: Tx,
  ids: readonly string[],
  addresses: readonly string[],
): Promise<number> => {
  const table = tx.table(idempotencyTable)
  const naming = (column: unknown, words: readonly string[]): SQL | undefined =>
    or(...words.map(word => tx.expressions.includes(column, inJson(word))))
  const told = (column: unknown) =>
    or(naming(column, ids), and(tx.scoped(idempotencyTable), naming(column, addresses)))
  const settled = isNotNull(table.answer)
  const removed = await tx.db
    .delete(table)
    .where(and(settled, told(table.idempotencyKey)))
    .returning({ operation: table.operation })
  const blanked = await tx.db
    .update(table)
    .set({ answer: 'null', digest: '', salt: '' })
    .where(and(settled, told(table.answer)))
    .returning({ operation: table.operation })
  return removed.length + blanked.length
}

/** What runs over many were told of them: how they were named, and words of a reason or filter. A
 * filter may have found them by a part of their name, or by their company. Runs of every provider: one is
 * kept where it was asked for. */
export const eraseFromRuns = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  words: readonly string[],
): Promise<void> => {
  const ids = people.map(({ id }) => id)
  await eraseSelectors(tx, ids, words)
  const parts = people.flatMap(({ name, company }) => [company ?? '', ...name.split(/\s+/)])
  const told = [...words, ...parts.filter(part => part.length >= shortest)]
  await eraseWords(tx, [...words, ...people.map(({ name }) => name)], told)
}

const holding = (tx: Tx, column: unknown, words: readonly string[]): SQL | undefined =>
  or(...words.map(word => tx.expressions.includes(sql`cast(${column} as text)`, inJson(word))))

const eraseSelectors = async (
  tx: Tx,
  ids: readonly string[],
  words: readonly string[],
): Promise<void> => {
  const table = tx.table(runTargetsTable)
  const blocks: RowOf<typeof runTargetsTable>[] = await tx.db
    .select()
    .from(table)
    .where(holding(tx, table.targets, [...ids, ...words]))
  const named = (one: Target): Target => {
    if (one.id && ids.includes(one.id)) return { ...one, selector: one.id }
    // One that found nobody may have been theirs before.
    return one.id ? one : { ...one, selector: crossedOut(one.selector, words) }
  }
  for (const { provider, run, place, targets } of blocks) {
    const here = and(eq(table.provider, provider), eq(table.run, run), eq(table.place, place))
    await tx.db
      .update(table)
      .set({ targets: targets.map(named) })
      .where(here)
  }
}

const eraseWords = async (
  tx: Tx,
  words: readonly string[],
  inFilter: readonly string[],
): Promise<void> => {
  const table = tx.table(runsTable)
  const told = [table.reason, table.input].map(column => holding(tx, column, words))
  const found: RowOf<typeof runsTable>[] = await tx.db
    .select()
    .from(table)
    .where(or(...told, holding(tx, table.filter, inFilter)))
  for (const { key, filter, reason, input } of found) {
    const patch = {
      filter: filter && crossedOut(filter, inFilter),
      reason: reason && crossedOut(reason, words),
      input: crossedOutIn(input, words),
    }
    await tx.db.update(table).set(patch).where(eq(table.key, key))
  }
}

/** As a word stands in JSON text, without the quotes around it. */
const inJson = (word: string): string => JSON.stringify(word).slice(1, -1)

/** Each word where it stands by itself: as a part of a longer one it may be somebody else's. */
const crossedOut = (text: string, words: readonly string[]): string =>
  words.reduce((left, word) => left.replaceAll(alone(word), hiddenValue), text)

const alone = (word: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${escaped(word)}(?![\\p{L}\\p{N}])`, 'giu')

const escaped = (word: string): string => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const crossedOutIn = <T>(value: T, words: readonly string[]): T => {
  if (typeof value === 'string') return crossedOut(value, words) as T
  if (Array.isArray(value)) return value.map(one => crossedOutIn(one, words)) as T
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).map(([name, one]) => [name, crossedOutIn(one, words)])
  return Object.fromEntries(members) as T
}

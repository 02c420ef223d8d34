/** The details of events by whom they are about: found, read, and erased. */
import { and, asc, inArray, isNotNull, isNull, ne, or, type SQL } from 'drizzle-orm'
import type { EventDetail } from '../../kernel/event.ts'
import type { EventRow } from '../../store/log.ts'
import { eventSubjectsTable, eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { erasureType } from './erasure.ts'
import { detailOf } from './record.ts'

/** Few enough for the parameters that a statement of either engine takes. */
const batch = 500

export function* batches<T>(all: readonly T[]): Generator<T[]> {
  for (let at = 0; at < all.length; at += batch) yield all.slice(at, at + batch)
}

/** The numbers of the events that any of these caused or are about, in order. */
export const sequencesAbout = async (tx: Tx, ids: readonly string[]): Promise<number[]> => {
  const { subject, actor, sequence } = tx.table(eventsTable)
  const side = tx.table(eventSubjectsTable)
  const found = new Set<number>()
  for (const some of batches(ids)) {
    const mine = or(inArray(subject, some), inArray(actor, some))
    const rows = [
      ...(await tx.db
        .select({ sequence })
        .from(tx.table(eventsTable))
        .where(and(tx.scoped(eventsTable), mine))),
      ...(await tx.db
        .select({ sequence: side.sequence })
        .from(side)
        .where(and(tx.scoped(eventSubjectsTable), inArray(side.subject, some)))),
    ]
    for (const row of rows) found.add(row.sequence)
  }
  return [...found].sort((a, b) => a - b)
}

/** The rows of these numbers, in order. */
export async function* eventsOf(tx: Tx, sequences: readonly number[]): AsyncGenerator<EventRow> {
  const table = tx.table(eventsTable)
  for (const some of batches(sequences)) {
    yield* await tx.db
      .select()
      .from(table)
      .where(and(tx.scoped(eventsTable), inArray(table.sequence, some)))
      .orderBy(asc(table.sequence))
  }
}

/** The numbers of events about nobody in whose reason or note one of these words stands by itself: a
 * search for somebody's address that was exported. */
export const sequencesNaming = async (tx: Tx, words: readonly string[]): Promise<number[]> => {
  if (words.length === 0) return []
  const { subject, detail, sequence } = tx.table(eventsTable)
  const named = words.map(word =>
    tx.expressions.includes(detail, JSON.stringify(word).slice(1, -1)),
  )
  const rows = await tx.db
    .select({ sequence, detail })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), isNull(subject), or(...named)))
    .orderBy(asc(sequence))
  return rows.filter(row => isNamed(detailOf(row)!, words)).map(row => row.sequence)
}

const isNamed = ({ reason, note }: EventDetail, words: readonly string[]): boolean => {
  const texts = [reason ?? '', ...textsIn(note)]
  return texts.some(text => words.some(word => standsIn(text, word)))
}

const textsIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

/** Whether the word stands in the text, and not as a part of a longer one. */
export const standsIn = (text: string, word: string): boolean => {
  const [all, wanted] = [text.toLowerCase(), word.toLowerCase()]
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + 1)) {
    const around = [all[at - 1], all[at + wanted.length]]
    if (!around.some(next => next !== undefined && /[\p{L}\p{N}]/u.test(next))) return true
  }
  return false
}

/** Takes away what these events say beyond who, what and when, with the salt that would let it be
 * guessed. Answers the numbers of those that had something to lose: what the event about the erasure
 * has to name (erasure.ts). The events about erasures themselves name nobody, and stay. */
export const eraseDetails = async (tx: Tx, sequences: readonly number[]): Promise<number[]> => {
  const table = tx.table(eventsTable)
  const erased: number[] = []
  for (const some of batches(sequences)) {
    const whole: SQL | undefined = and(isNotNull(table.detail), ne(table.type, erasureType))
    const rows = await tx.db
      .update(table)
      .set({ detail: null, salt: null })
      .where(and(tx.scoped(eventsTable), inArray(table.sequence, some), whole))
      .returning({ sequence: table.sequence })
    erased.push(...rows.map(row => row.sequence))
  }
  return erased.sort((a, b) => a - b)
}

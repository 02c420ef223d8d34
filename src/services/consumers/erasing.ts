/** A person erased, everywhere in the database: in the transaction that says so in the log. */
import { eq } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import { shredding } from '../../store/shredding.ts'
import type { Tx } from '../../store/transaction.ts'
import { eraseDetails, sequencesAbout, sequencesNaming, standsIn } from '../events/details.ts'
import { belongings } from './belongings.ts'
import { derivedText } from './contact.ts'
import { idsOf } from './person.ts'
import type { ConsumerRow } from './record.ts'
import { consumersTable } from './table.ts'
import { eraseAnswers, eraseFromRuns, eraseGuesses, tracesOf } from './traces.ts'

export type Erased = Record<string, number>

/** Answers how many of each were erased. Throws `invalid_input` for a reason that names the person:
 * the log keeps that for ever. */
export const erasePerson = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  reason: string,
  now: Date,
): Promise<Erased> => {
  const about = await sequencesAbout(tx, await idsOf(tx, people, now))
  const { addresses, words } = await tracesOf(tx, people, about)
  if ([...words, ...people.map(({ name }) => name)].some(word => standsIn(reason, word))) {
    throw invalid('reason', 'reason names the person: it would stay in the log.')
  }
  return shredding(tx, async () => {
    const events = await eraseDetails(tx, [...about, ...(await sequencesNaming(tx, words))])
    // What permits these events to have no detail: see services/events/erasure.ts.
    tx.note({ erased: events })
    const erased = await eraseBelongings(tx, people, now)
    for (const row of people) await eraseRecord(tx, row, now)
    const guesses = await eraseGuesses(tx, addresses)
    const ids = people.map(({ id }) => id)
    const answers = await eraseAnswers(tx, ids, addresses)
    await eraseFromRuns(tx, people, words)
    return { records: people.length, ...erased, events: events.length, guesses, answers }
  })
}

/** What the log has come to say of somebody since they were erased: an event may have been written by
 * somebody who had read their name before. Answers how many. */
export const eraseSince = async (tx: Tx, people: readonly ConsumerRow[]): Promise<Erased> => {
  const about = await sequencesAbout(
    tx,
    people.map(({ id }) => id),
  )
  const erased = await shredding(tx, () => eraseDetails(tx, about))
  if (erased.length === 0) return {}
  tx.note({ erased })
  return { events: erased.length }
}

const eraseBelongings = async (
  tx: Tx,
  people: readonly ConsumerRow[],
  now: Date,
): Promise<Erased> => {
  const counts: Erased = {}
  for (const { name, erase } of belongings) {
    counts[name] = 0
    for (const owner of people) counts[name] += await erase(tx, owner, now)
  }
  return counts
}

/** Past the capture, which would write into the log what is to leave it. */
const eraseRecord = async (tx: Tx, row: ConsumerRow, now: Date): Promise<void> => {
  const table = tx.table(consumersTable)
  await tx.db.update(table).set(nobody(row, now)).where(eq(table.key, row.key))
  tx.noteChange({
    subject: { id: row.id, topic: 'consumers', name: null, email: null },
    before: { erasedAt: null },
    after: { erasedAt: now.toISOString() },
  })
}

/** What says nothing of who it was, and is needed to count and to find. */
const kept: ReadonlySet<string> = new Set<keyof ConsumerRow>([
  'key',
  'id',
  'provider',
  'account',
  'source',
  'creditBalance',
  'createdAt',
  'mergedInto',
])

/** The record with everything taken out that isn't kept, columns of later days included. */
const nobody = (row: ConsumerRow, now: Date): Partial<ConsumerRow> => {
  const others = Object.keys(row).filter(name => !kept.has(name))
  const name = 'Erased person'
  return {
    ...Object.fromEntries(others.map(other => [other, null])),
    status: 'deleted',
    deletedFrom: row.deletedFrom ?? row.status,
    name,
    ...derivedText({ name, email: null, company: null, phone: null }),
    tags: [],
    twoFactor: false,
    erasedAt: now,
  }
}

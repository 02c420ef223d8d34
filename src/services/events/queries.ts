/** Events in the database. */
import { and, count, eq, inArray, max, or, type SQL } from 'drizzle-orm'
import { notFound, StewardError } from '../../kernel/errors.ts'
import { type EventRow, readHead } from '../../store/log.ts'
import { ofProviders } from '../../store/scope.ts'
import { eventSubjectsTable, eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { archivedThrough, readArchives } from './archives.ts'

/** By number or by id; whose log it is in is the provider at hand from then on. Throws `not_found`. */
export const readEvent = async (tx: Tx, selector: string): Promise<EventRow> => {
  const table = tx.table(eventsTable)
  const sequence = /^\d{1,15}$/.test(selector) ? Number(selector) : null
  const wanted = sequence === null ? eq(table.id, selector) : eq(table.sequence, sequence)
  // A number is one in each log, an id in one of all that are within reach.
  const where = sequence === null ? ofProviders(tx, eventsTable) : tx.scoped(eventsTable)
  const [found] = await tx.db.select().from(table).where(and(where, wanted))
  if (!found) throw await absent(tx, sequence)
  tx.at(found)
  return found
}

/** Where an event that isn't here may be: the oldest lie in archives. */
const absent = async (tx: Tx, sequence: number | null): Promise<StewardError> => {
  const archives = await readArchives(tx)
  const last = archives.at(-1)?.last ?? 0
  const holder = archives.find(({ first, last }) => sequence! >= first && sequence! <= last)
  if (sequence === null || !holder) {
    const older = last > 0 ? ` Those up to ${last} are archived.` : ''
    return notFound('event', `An event goes by its number or its evt_… id.${older}`)
  }
  const { file, sha256 } = holder
  return new StewardError('not_found', `Event ${sequence} is archived in ${file}.`, {
    hint: `See it with its proof: steward events prove ${sequence} --archive ${file}`,
    details: { file, sha256 },
  })
}

const countEvents = async (tx: Tx, where: SQL | undefined): Promise<number> => {
  const [row] = await tx.db
    .select({ n: count() })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), where))
  return row!.n
}

/** R1.11's cards. Every one but the first is answered by an index. */
export const countCards = async (tx: Tx) => {
  const { actor } = tx.table(eventsTable)
  const { startsWith } = tx.expressions
  return {
    all: (await readHead(tx)).size - (await archivedThrough(tx)),
    consumer: await countEvents(tx, or(isAboutA(tx, 'con_'), startsWith(actor, 'con_'))),
    project: await countEvents(tx, isAboutA(tx, 'prj_')),
    admin: await countEvents(tx, startsWith(actor, 'sup_')),
  }
}

const isAboutA = (tx: Tx, prefix: string): SQL => {
  const { subject, sequence } = tx.table(eventsTable)
  const side = tx.table(eventSubjectsTable)
  const others = tx.db
    .select({ sequence: side.sequence })
    .from(side)
    .where(and(tx.scoped(eventSubjectsTable), tx.expressions.startsWith(side.subject, prefix)))
  return or(tx.expressions.startsWith(subject, prefix), inArray(sequence, others)) as SQL
}

export type TypeCount = { type: string; count: number; lastSequence: number }

/** How often each type occurs, and its last event. */
export const countTypes = async (tx: Tx, where?: SQL): Promise<TypeCount[]> => {
  const { type, sequence } = tx.table(eventsTable)
  const rows = await tx.db
    .select({ type, count: count(), lastSequence: max(sequence) })
    .from(tx.table(eventsTable))
    .where(and(tx.scoped(eventsTable), where))
    .groupBy(type)
  return rows.map(row => ({ ...row, lastSequence: Number(row.lastSequence) }))
}

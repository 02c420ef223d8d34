/** Events about people who were erased between the reading of their names and the writing of the event. */
import { and, inArray, isNotNull } from 'drizzle-orm'
import type { LogEntry } from '../../kernel/event.ts'
import { lockHead } from '../../store/log.ts'
import type { Tx } from '../../store/transaction.ts'
import { consumersTable } from './table.ts'

/** The same, with nobody's name or email who is erased. The heads are locked before they are looked up:
 * an erasure, which comes to it too, is either seen here or sees the events. */
export const withoutErased = async (tx: Tx, entries: LogEntry[]): Promise<LogEntry[]> => {
  const ids = entries.flatMap(({ actor, subjects }) => [actor, ...subjects]).filter(isConsumer)
  if (ids.length === 0) return entries
  const providers = [...new Set(entries.map(({ home = tx.scope }) => home.provider))]
  for (const provider of providers.sort((a, b) => a - b)) await lockHead(tx, provider)
  const table = tx.table(consumersTable)
  // Of all there are, whoever acts reaches them or not: what is asked is only what may be told.
  const those = and(inArray(table.provider, providers), inArray(table.id, ids))
  const rows: { id: string }[] = await tx.db
    .select({ id: table.id })
    .from(table)
    .where(and(those, isNotNull(table.erasedAt)))
  const erased = new Set(rows.map(({ id }) => id))
  return erased.size === 0
    ? entries
    : entries.map(entry => ({ ...entry, detail: told(entry, erased) }))
}

const isConsumer = (id: string): boolean => id.startsWith('con_')

const told = ({ actor, detail }: LogEntry, erased: ReadonlySet<string>): LogEntry['detail'] => {
  const nobody = { name: null, email: null }
  return {
    ...detail,
    actor: erased.has(actor) ? { ...detail.actor, ...nobody } : detail.actor,
    subjects: detail.subjects.map(one => (erased.has(one.id) ? { ...one, ...nobody } : one)),
  }
}

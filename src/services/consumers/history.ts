import { and, desc, eq, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { EventDetail } from '../../kernel/event.ts'
import { integer, optional, ref, text, withDefault } from '../../kernel/fields.ts'
import { pageOf } from '../../kernel/list.ts'
import { cursorKeyOf, decodeCursor, encodeCursor } from '../../kernel/page.ts'
import { aboutSubject } from '../../store/log.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { Archived, archivedHere } from '../events/archives.ts'
import { statusAt } from '../messages/status.ts'
import { messagesTable } from '../messages/table.ts'
import { operation } from '../world.ts'
import { mergedRecords } from './person.ts'
import { readConsumer } from './queries.ts'
import type { ConsumerRow } from './record.ts'
import { consumerNotesTable } from './table.ts'

const Entry = z.object({
  at: z.string(),
  kind: z.enum(['event', 'note', 'message']),
  id: z.string(),
  what: z.string(),
  status: z.nullable(z.string()),
  by: z.nullable(z.string()),
  text: z.nullable(z.string()),
})

type Entry = z.infer<typeof Entry>
type Position = { at: Date; id: string } | null

export const consumerHistory = operation({
  name: 'consumers.history',
  summary: "One consumer's story: what was done, noted and sent, the newest first.",
  effect: 'read',
  level: 'sub-account',
  input: {
    consumer: ref('consumers'),
    limit: withDefault(integer({ about: 'Entries on a page.', min: 1, max: 500 }), 50),
    cursor: optional(text({ about: 'Where the page before ended: its nextCursor.', max: 1000 })),
  },
  output: z.extend(pageOf(Entry), { archived: Archived }),
  async run({ store, now }, { consumer, limit, cursor }) {
    const row = await readConsumer(store, consumer)
    const cursorKey = cursorKeyOf(store.scope)
    const [at, id] = cursor ? decodeCursor(cursor, row.id, cursorKey) : []
    const before: Position = at === undefined ? null : { at: new Date(Number(at)), id: String(id) }
    const all = [
      ...(await events(store, row, before, limit + 1)),
      ...(await notes(store, row, before, limit + 1)),
      ...(await messages(store, now, row, before, limit + 1)),
    ].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1))
    const data = all.slice(0, limit)
    const hasMore = all.length > limit
    const last = data.at(-1)
    const values = last ? [new Date(last.at).getTime(), last.id] : []
    const nextCursor = hasMore ? encodeCursor({ sort: row.id, values }, cursorKey) : null
    return { data, hasMore, nextCursor, total: null, archived: await archivedHere(store) }
  },
})

/** Entries before a position: three tables are merged, so their common order is by time and id. */
const earlier = (tx: Tx, at: unknown, id: unknown, before: Position): SQL | undefined =>
  before ? sql`(${at}, ${id}) < (${tx.expressions.instant(before.at)}, ${before.id})` : undefined

const events = async (
  tx: Tx,
  row: ConsumerRow,
  before: Position,
  limit: number,
): Promise<Entry[]> => {
  const table = tx.table(eventsTable)
  // What was done to a record that was merged into this one was done to this person.
  const records = [row, ...(await mergedRecords(tx, row))]
  const about = or(...records.flatMap(({ id }) => [eq(table.subject, id), aboutSubject(tx, id)]))
  const found = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(eventsTable), about, earlier(tx, table.at, table.id, before)))
    .orderBy(desc(table.at), desc(table.id))
    .limit(limit)
  return found.map(({ at, id, type, status, detail }) => {
    const kept = detail === null ? null : (JSON.parse(detail) as EventDetail)
    const by = kept?.actor.name ?? kept?.actor.email ?? null
    const text = kept?.error?.message ?? kept?.reason ?? null
    return { at: at.toISOString(), kind: 'event', id, what: type, status, by, text }
  })
}

const notes = async (
  tx: Tx,
  row: ConsumerRow,
  before: Position,
  limit: number,
): Promise<Entry[]> => {
  const table = tx.table(consumerNotesTable)
  const mine = and(tx.scoped(consumerNotesTable), eq(table.consumer, row.key))
  const found = await tx.db
    .select()
    .from(table)
    .where(and(mine, earlier(tx, table.createdAt, table.id, before)))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(limit)
  return found.map(note => ({
    at: note.createdAt.toISOString(),
    kind: 'note',
    id: note.id,
    what: 'note',
    status: null,
    by: note.authorName,
    text: note.text,
  }))
}

const messages = async (
  tx: Tx,
  now: Date,
  row: ConsumerRow,
  before: Position,
  limit: number,
): Promise<Entry[]> => {
  const table = tx.table(messagesTable)
  const mine = and(tx.scoped(messagesTable), eq(table.subject, row.id))
  const found = await tx.db
    .select()
    .from(table)
    .where(and(mine, earlier(tx, table.createdAt, table.id, before)))
    .orderBy(desc(table.createdAt), desc(table.id))
    .limit(limit)
  return found.map(message => ({
    at: message.createdAt.toISOString(),
    kind: 'message',
    id: message.id,
    what: `${message.channel} ${message.template}`,
    status: statusAt(message, now),
    by: null,
    text: message.recipient,
  }))
}

/** What the team writes down about a person. */
import { and, asc, eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { World } from '../world.ts'
import type { Belongings } from './belongings.ts'
import type { ConsumerRow } from './record.ts'
import { consumerNotesTable } from './table.ts'

export type NoteRow = RowOf<typeof consumerNotesTable>

export const Note = z.object({
  id: z.string(),
  consumer: z.string(),
  text: z.string(),
  author: z.object({ id: z.string(), name: z.nullable(z.string()) }),
  createdAt: z.string(),
})

export const addNote = ({ store, ids, now, actor }: World, row: ConsumerRow, text: string) =>
  store.insert(consumerNotesTable, {
    id: ids.make('not'),
    consumer: row.key,
    text,
    author: actor.id,
    authorName: actor.name,
    createdAt: now,
  })

export const noteRecord = (note: NoteRow, consumer: string): z.infer<typeof Note> => ({
  id: note.id,
  consumer,
  text: note.text,
  author: { id: note.author, name: note.authorName },
  createdAt: note.createdAt.toISOString(),
})

const about = (tx: Tx, { key }: ConsumerRow) =>
  and(tx.scoped(consumerNotesTable), eq(tx.table(consumerNotesTable).consumer, key))

export const noteBelongings: Belongings = {
  name: 'notes',
  async list(tx, owner) {
    const table = tx.table(consumerNotesTable)
    const rows = await tx.db.select().from(table).where(about(tx, owner)).orderBy(asc(table.key))
    // Who wrote them is no data of this person's.
    return rows.map(({ id, text, createdAt }) => ({ id, text, createdAt: createdAt.toISOString() }))
  },
  async move(tx, from, to) {
    const table = tx.table(consumerNotesTable)
    const moved = await tx.db
      .update(table)
      .set({ consumer: to.key })
      .where(about(tx, from))
      .returning({ id: table.id })
    return moved.map(({ id }) => id)
  },
  async erase(tx, owner) {
    const table = tx.table(consumerNotesTable)
    const erased = await tx.db.delete(table).where(about(tx, owner)).returning({ key: table.key })
    return erased.length
  },
}

/** What the team writes down about a person. */
import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import type { World } from '../world.ts'
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

import { ref, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { addNote, Note, noteRecord } from './notes.ts'
import { getConsumer } from './queries.ts'

export const noteConsumer = operation({
  name: 'consumers.note',
  summary: 'Write something down about a consumer, for the team only.',
  effect: 'write',
  level: 'sub-account',
  input: { consumer: ref('consumers'), text: text({ about: 'The note.', max: 2000 }) },
  output: Note,
  async run(world, { consumer, text }) {
    const found = await getConsumer(world.store, consumer, world.now)
    return noteRecord(await addNote(world, found, text), found.id)
  },
})

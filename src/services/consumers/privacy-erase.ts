import * as z from 'zod/mini'
import { ref, text } from '../../kernel/fields.ts'
import { Archive, archiveRecord, readArchives } from '../events/archives.ts'
import { operation } from '../world.ts'
import { erasePerson } from './erasing.ts'
import { lockPerson } from './person.ts'

export const privacyErase = operation({
  name: 'consumers.privacy-erase',
  summary: 'Erase a person for good: an id stays, and that there was somebody. No way back.',
  effect: 'destroy',
  single: true,
  sensitive: true,
  input: {
    consumer: ref('consumers'),
    reason: text({ about: 'Why, without naming them: it stays in the log.', max: 500 }),
  },
  output: z.object({
    id: z.string(),
    erasedAt: z.string(),
    /** They were erased before, and nothing was left to do. */
    already: z.boolean(),
    /** How many of each: records, what belonged to them, events, and traces elsewhere. */
    erased: z.record(z.string(), z.number()),
    /** Files that older events were sealed into before: they may still speak of the person. */
    archives: z.array(Archive),
  }),
  async run({ store, now }, { consumer, reason }) {
    const people = await lockPerson(store, consumer)
    const { id, erasedAt } = people[0]!
    const archives = (await readArchives(store)).map(archiveRecord)
    if (erasedAt) {
      return { id, erasedAt: erasedAt.toISOString(), already: true, erased: {}, archives }
    }
    const erased = await erasePerson(store, people, reason, now)
    return { id, erasedAt: now.toISOString(), already: false, erased, archives }
  },
})

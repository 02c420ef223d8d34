import * as z from 'zod/mini'
import { ref, text } from '../../kernel/fields.ts'
import { lockHead } from '../../store/log.ts'
import { Archive, archiveRecord, readArchives } from '../events/archives.ts'
import { type Around, operation } from '../world.ts'
import { erasePerson, eraseSince } from './erasing.ts'
import { lockPerson } from './person.ts'

export const privacyErase = operation({
  name: 'consumers.privacy-erase',
  summary: 'Erase a person for good: an id stays, and that there was somebody. No way back.',
  effect: 'destroy',
  level: 'sub-account',
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
    /** Who they are, on a dry run: to see that it is the right one. Null once they are erased. */
    people: z.nullable(
      z.array(z.object({ id: z.string(), name: z.string(), email: z.nullable(z.string()) })),
    ),
    /** Files that older events were sealed into before: they may still speak of the person. */
    archives: z.array(Archive),
  }),
  prepare: async ({ dryRun }: Around) => dryRun,
  async run({ store, now }, { consumer, reason }, isDryRun) {
    const found = await lockPerson(store, consumer)
    const { id, erasedAt } = found[0]!
    // What is answered is kept under an idempotency key: it must not say who they were.
    const people = isDryRun ? found.map(({ id, name, email }) => ({ id, name, email })) : null
    const archives = (await readArchives(store)).map(archiveRecord)
    // Whoever writes an event about them comes to the head as well: nobody's passes by unseen.
    if (!isDryRun) await lockHead(store)
    if (erasedAt) {
      const erased = await eraseSince(store, found)
      return { id, erasedAt: erasedAt.toISOString(), already: true, erased, people, archives }
    }
    const erased = await erasePerson(store, found, reason, now)
    return { id, erasedAt: now.toISOString(), already: false, erased, people, archives }
  },
})

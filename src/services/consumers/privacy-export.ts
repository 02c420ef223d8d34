import * as z from 'zod/mini'
import { ref } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { Archive, archiveRecord, readArchives } from '../events/archives.ts'
import { placesOf } from '../providers/standing.ts'
import { operation } from '../world.ts'
import { belongings } from './belongings.ts'
import { readPerson } from './person.ts'
import { Consumer, type ConsumerRow, consumerRecord } from './record.ts'
import { PersonalEvent, personalEvents } from './story.ts'
import { consumersTable } from './table.ts'

export const personFormat = 'steward-person/1'

export const privacyExport = operation({
  name: 'consumers.privacy-export',
  summary: 'Everything known of one person, to be handed to them: one JSON document.',
  effect: 'read',
  level: 'sub-account',
  recorded: true,
  sensitive: true,
  input: { consumer: ref('consumers') },
  output: z.object({
    format: z.literal(personFormat),
    exportedAt: z.string(),
    consumer: Consumer,
    /** Records that were merged into it, as they were. */
    merged: z.array(Consumer),
    /** What belongs to them, topic by topic: notes about them, messages to them. */
    belongings: z.record(z.string(), z.array(z.record(z.string(), z.unknown()))),
    /** What was done, by them or to them, the oldest first; of other people it says nothing. */
    events: z.array(PersonalEvent),
    /** Files that older events were sealed into: what those say is not in here. */
    archives: z.array(Archive),
  }),
  async run({ store, now }, { consumer }) {
    const people = await readPerson(store, consumer)
    for (const row of people) store.touch(consumersTable, row)
    const held = await belongingsOf(store, people, now)
    const places = await placesOf(store, people)
    const [record, ...merged] = people.map((row, at) => consumerRecord(row, now, places[at]!))
    const events = await personalEvents(
      store,
      people.map(({ id }) => id),
    )
    return {
      format: personFormat,
      exportedAt: now.toISOString(),
      consumer: record!,
      merged,
      belongings: held,
      events,
      archives: (await readArchives(store)).map(archiveRecord),
    }
  },
})

const belongingsOf = async (tx: Tx, people: readonly ConsumerRow[], now: Date) => {
  const held: Record<string, Record<string, unknown>[]> = {}
  for (const { name, list } of belongings) {
    if (!list) continue
    held[name] = []
    for (const owner of people) held[name].push(...(await list(tx, owner, now)))
  }
  return held
}

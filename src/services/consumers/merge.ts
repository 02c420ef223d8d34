import * as z from 'zod/mini'
import { choice, list, optional, ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { moveBelongings } from './belongings.ts'
import { mergeRecords, mergeUnits } from './merging.ts'
import { tellNewAddresses } from './notices.ts'
import { lockBoth } from './person.ts'
import { updateConsumer } from './queries.ts'
import { Consumer, type ConsumerRow, consumerRecord } from './record.ts'
import { voidResetsOnMove } from './resets.ts'

const about = 'Fields in which the duplicate is right; else its values only fill what is empty.'

export const mergeConsumers = operation({
  name: 'consumers.merge',
  summary: 'Make one consumer of two: all that belongs to the duplicate moves, and it is gone.',
  effect: 'destroy',
  level: 'sub-account',
  input: {
    consumer: ref('consumers', 'Who stays: id, email, phone or external id.'),
    duplicate: ref('consumers', 'The second record of the same person, which goes into the first.'),
    take: optional(list(choice({ about, of: mergeUnits }))),
  },
  output: z.object({
    consumer: Consumer,
    duplicate: Consumer,
    /** What stays of each field, whose that was, and what of the other's is lost. */
    fields: z.array(
      z.object({
        field: z.string(),
        value: z.unknown(),
        from: z.enum(['consumer', 'duplicate', 'both']),
        lost: z.unknown(),
      }),
    ),
    /** The ids of what moves, topic by topic. */
    moved: z.record(z.string(), z.array(z.string())),
  }),
  async run(world, { consumer, duplicate, take = [] }) {
    const { store, now } = world
    const [into, from] = await lockBoth(store, consumer, duplicate, now)
    const { patch, winners } = mergeRecords(into, from, take)
    // First of all it lets go of its addresses, which the other may take.
    const gone = await updateConsumer(store, from, {
      status: 'deleted',
      deletedFrom: from.status,
      mergedInto: into.id,
      passwordHash: null,
      passwordExpiresAt: null,
    })
    const moved = await moveBelongings(store, from, into, now)
    const row = await updateConsumer(store, into, patch)
    await voidResetsOnMove(store, into, row, now)
    await tellNewAddresses(world, replacedIn(into, row), row)
    store.note({ into: into.id, from: from.id, fields: winners, moved })
    const [kept, left] = [consumerRecord(row, now), consumerRecord(gone, now)]
    return { consumer: kept, duplicate: left, fields: winners, moved }
  },
})

/** As it was before, without the addresses that it had room for: nobody lost those. */
const replacedIn = (before: ConsumerRow, after: ConsumerRow): ConsumerRow => ({
  ...before,
  email: before.email ?? after.email,
  emailKey: before.emailKey ?? after.emailKey,
  phone: before.phone ?? after.phone,
})

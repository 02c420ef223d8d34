import * as z from 'zod/mini'
import { choice, list, optional, ref } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { placesOf } from '../providers/standing.ts'
import { operation } from '../world.ts'
import { moveBelongings } from './belongings.ts'
import { refuseOwner } from './joining.ts'
import { mergeRecords, mergeUnits, type Winner } from './merging.ts'
import { tellNewAddresses } from './notices.ts'
import { lockBoth } from './person.ts'
import { updateConsumer } from './queries.ts'
import { Consumer, type ConsumerRow, recordIn } from './record.ts'
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
    const { account = into.account } = patch
    if (account !== into.account) await refuseOwner(store, into)
    const fields = await namedFields(store, [into, from], winners)
    // First of all it lets go of its addresses, which the other may take.
    const gone = await updateConsumer(store, from, {
      status: 'deleted',
      deletedFrom: from.status,
      mergedInto: into.id,
      passwordHash: null,
      passwordExpiresAt: null,
    })
    const moved = await moveBelongings(store, from, { ...into, account }, now)
    const row = await updateConsumer(store, into, patch)
    await voidResetsOnMove(store, into, row, now)
    await tellNewAddresses(world, replacedIn(into, row), row)
    store.note({ into: into.id, from: from.id, fields, moved })
    const [kept, left] = [await recordIn(world, row), await recordIn(world, gone)]
    return { consumer: kept, duplicate: left, fields, moved }
  },
})

/** An account is told by its id. */
const namedFields = async (
  tx: Tx,
  sides: readonly ConsumerRow[],
  winners: readonly Winner[],
): Promise<Winner[]> => {
  const places = await placesOf(tx, sides)
  const named = (key: unknown) =>
    key === null ? null : places[sides.findIndex(row => row.account === key)]?.account?.id
  return winners.map(one =>
    one.field === 'account' ? { ...one, value: named(one.value), lost: named(one.lost) } : one,
  )
}

/** As it was before, without the addresses that it had room for: nobody lost those. */
const replacedIn = (before: ConsumerRow, after: ConsumerRow): ConsumerRow => ({
  ...before,
  email: before.email ?? after.email,
  emailKey: before.emailKey ?? after.emailKey,
  phone: before.phone ?? after.phone,
})

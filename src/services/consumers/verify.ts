import { illegalState } from '../../kernel/errors.ts'
import { flag, ref, text, withDefault } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { fetchNamed } from './known.ts'
import { getConsumer, updateConsumer } from './queries.ts'
import { Consumer, type ConsumerRow, recordIn } from './record.ts'
import { refuseDeleted, refuseUnreachable } from './rules.ts'

export const verifyConsumer = operation({
  name: 'consumers.verify',
  summary: "Mark a consumer's email and phone as verified by hand, or take that back.",
  effect: 'write',
  level: 'sub-account',
  input: {
    consumer: ref('consumers'),
    email: withDefault(flag({ about: 'Only the email address.' }), false),
    phone: withDefault(flag({ about: 'Only the phone number.' }), false),
    undo: withDefault(flag({ about: 'Mark as not verified instead.' }), false),
    reason: text({ about: 'How you know; kept with the event.', max: 500 }),
  },
  output: Consumer,
  prefetch: fetchNamed,
  async run(world, { consumer, email, phone, undo }) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    const wanted = chosen(found, email, phone)
    const at = undo ? null : now
    const patch = {
      ...(wanted.email && { emailVerifiedAt: undo ? null : (found.emailVerifiedAt ?? at) }),
      ...(wanted.phone && { phoneVerifiedAt: undo ? null : (found.phoneVerifiedAt ?? at) }),
    }
    return recordIn(world, await updateConsumer(store, found, patch))
  },
})

/** What is meant: what was named, or else everything that is there. */
const chosen = (found: ConsumerRow, email: boolean, phone: boolean) => {
  refuseDeleted(found, 'verify')
  if (email && !found.email) throw illegalState('This consumer has no email address.')
  if (phone && !found.phone) throw illegalState('This consumer has no phone number.')
  if (email || phone) return { email, phone }
  refuseUnreachable(found)
  return { email: found.email !== null, phone: found.phone !== null }
}

import { ref } from '../../kernel/fields.ts'
import { leaseEnd, leaseField } from '../documents/lease.ts'
import { claim, Review, reviewsOf } from '../documents/reviews.ts'
import { operation } from '../world.ts'
import { getConsumer } from './queries.ts'

export const claimReview = operation({
  name: 'consumers.review-claim',
  summary:
    'Claim a consumer for review, or prolong the claim; nobody else is given them meanwhile.',
  effect: 'write',
  level: 'sub-account',
  input: { consumer: ref('consumers'), minutes: leaseField },
  output: Review,
  async run(world, { consumer, minutes }) {
    const { store, now } = world
    const row = await getConsumer(store, consumer, now)
    const until = leaseEnd(now, minutes)
    await claim(world, row, until)
    store.note({ claimedUntil: until.toISOString() })
    const [review] = await reviewsOf(store, [row], now)
    return review!
  },
})

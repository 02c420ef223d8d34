import * as z from 'zod/mini'
import { leaseEnd, leaseField } from '../documents/lease.ts'
import { claimNext, countFree, Review, reviewsOf } from '../documents/reviews.ts'
import { operation } from '../world.ts'

export const nextReview = operation({
  name: 'consumers.review-next',
  summary: 'Claim whoever has waited for review longest and is free.',
  effect: 'write',
  level: 'sub-account',
  input: { minutes: leaseField },
  output: z.object({
    /** Null when nobody waits who is free. */
    review: z.nullable(Review),
    /** How many more wait and are free. */
    left: z.number(),
  }),
  async run(world, { minutes }) {
    const { store, now } = world
    const until = leaseEnd(now, minutes)
    const row = await claimNext(world, until)
    if (!row) return { review: null, left: 0 }
    store.note({ claimedUntil: until.toISOString() })
    const [review] = await reviewsOf(store, [row], now)
    return { review: review!, left: await countFree(store, now) }
  },
})

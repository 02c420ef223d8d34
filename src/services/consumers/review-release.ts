import { illegalState } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { Review, release, reviewsOf } from '../documents/reviews.ts'
import { operation } from '../world.ts'
import { getConsumer } from './queries.ts'

export const releaseReview = operation({
  name: 'consumers.review-release',
  summary: 'Let go of a consumer that you claimed for review.',
  effect: 'write',
  level: 'sub-account',
  input: { consumer: ref('consumers') },
  output: Review,
  async run(world, { consumer }) {
    const { store, now } = world
    const row = await getConsumer(store, consumer, now)
    if (!(await release(world, row))) {
      throw illegalState('You have no claim on this consumer that could be released.')
    }
    store.note({ released: true })
    const [review] = await reviewsOf(store, [row], now)
    return review!
  },
})

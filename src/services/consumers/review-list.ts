import { sql } from 'drizzle-orm'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import { isClaimed, Review, reviewsOf, waitingSince, waits } from '../documents/reviews.ts'
import { operation } from '../world.ts'
import { filters as consumerFilters, consumerListing } from './listing.ts'

const filters = {
  ...consumerFilters,
  claimed: { kind: 'flag', about: 'somebody is reviewing them' },
} as const

export const listReviews = operation({
  name: 'consumers.review-list',
  summary: 'The review queue: pending people and people whose documents wait, the oldest first.',
  effect: 'read',
  level: 'sub-account',
  input: listFields({
    filters,
    sorts: ['since', 'name'],
    search: 'name, email, company and phone',
  }),
  output: pageOf(Review),
  async run({ store, now }, input) {
    const terms = termsOf(input.filter, filters, now)
    const everyone = consumerListing(store, now, terms)
    const isHeld = isClaimed(store, now)
    const match = (value: string) => (value === 'true' ? isHeld : sql`not ${isHeld}`)
    const claimed = { ...filters.claimed, column: isHeld, match }
    const listing = {
      ...everyone,
      cursors: 'review',
      filters: { ...everyone.filters, claimed },
      sorts: {
        name: everyone.sorts.name!,
        since: { column: waitingSince(store, now), instant: true },
      },
      defaultSort: 'since',
      where: waits(store, now),
    }
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: await reviewsOf(store, rows, now), ...page }
  },
})

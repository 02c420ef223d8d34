import { commandFor } from '../../../cli/command.ts'
import { reviewColumns } from '../../../cli/views/document.ts'
import { listReviews } from '../../../services/consumers/review-list.ts'

export default commandFor(listReviews, {
  examples: [
    'steward consumers review list',
    "steward consumers review list --filter 'claimed=no country=KE' --json",
    'steward consumers review list --search ada -o ids',
  ],
  columns: reviewColumns,
})

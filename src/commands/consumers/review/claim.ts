import { commandFor } from '../../../cli/command.ts'
import { reviewSections } from '../../../cli/views/document.ts'
import { claimReview } from '../../../services/consumers/review-claim.ts'

export default commandFor(claimReview, {
  positionals: ['consumer'],
  examples: [
    'steward consumers review claim bob@example.org',
    'steward consumers review claim bob@example.org --minutes 60 --json',
  ],
  sections: reviewSections,
})

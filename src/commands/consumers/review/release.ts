import { commandFor } from '../../../cli/command.ts'
import { reviewSections } from '../../../cli/views/document.ts'
import { releaseReview } from '../../../services/consumers/review-release.ts'

export default commandFor(releaseReview, {
  positionals: ['consumer'],
  examples: [
    'steward consumers review release bob@example.org',
    'steward consumers review release bob@example.org --json',
  ],
  sections: reviewSections,
})

import { commandFor } from '../../../cli/command.ts'
import { exitsOf } from '../../../cli/exits.ts'
import { nextSections } from '../../../cli/views/document.ts'
import { nextReview } from '../../../services/consumers/review-next.ts'

const Next = commandFor(nextReview, {
  examples: ['steward consumers review next --json', 'steward consumers review next --minutes 10'],
  description:
    'No two reviewers are given the same person; a claim ends after 30 minutes unless --minutes says otherwise. When nobody waits the answer has "review": null and the exit code is 3.',
  sections: nextSections,
  exitCode: ({ review }: { review: object | null }) => (review ? 0 : 3),
  note: ({ review, left }: { review: object | null; left: number }) =>
    review ? `${left || 'Nobody'} more to review.` : 'Nobody waits for review.',
})

export default class extends Next {
  static override exitCodes = exitsOf(nextReview, [3])
}

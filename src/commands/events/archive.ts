import { commandFor } from '../../cli/command.ts'
import { archiveEvents } from '../../services/events/archive.ts'

export default commandFor(archiveEvents, {
  examples: [
    'steward events archive --before 2026-01-01 --to events-2025.ndjson.gz --dry-run',
    'steward events archive --through 5000 --to oldest.ndjson.gz --yes --json',
  ],
  description:
    'Written and read back before anything is taken out. Lists and stories no longer have these events; the log still verifies, and steward events verify FILE proves the file by itself. Keep it: nothing else has them.',
  done: 'Archived',
  question: async ({ value }) => {
    const { first, last, ends } = value as { first: number; last: number; ends: string }
    return `Take events ${first} to ${last}, the last of ${ends.slice(0, 10)}, out of the database?`
  },
})

import { giveRoomBack } from '../../cli/clearing.ts'
import { commandFor } from '../../cli/command.ts'
import { archiveForetold } from '../../cli/views/event.ts'
import { archiveEvents } from '../../services/events/archive.ts'

export default commandFor(archiveEvents, {
  examples: [
    'steward events archive --before 2026-01-01 --to events-2025.ndjson.gz --dry-run',
    'steward events archive --through 5000 --to oldest.ndjson.gz --yes --json',
  ],
  description:
    'Written and read back before anything is taken out. Lists and stories no longer have these events; the log still verifies, and steward events verify FILE proves the file by itself. Keep it: nothing else has them. Keep a checkpoint of before elsewhere, too.',
  foretold: archiveForetold,
  note: ({ file }: { file: string }) =>
    `Keep ${file}: nothing else has these events. What stays here is their hashes.`,
  afterwards: giveRoomBack,
  question: async () => 'Take them out of the database?',
})

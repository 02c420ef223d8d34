import { commandFor } from '../../../cli/command.ts'
import { sweepSections, sweptNote } from '../../../cli/views/document.ts'
import { sweepDocuments } from '../../../services/consumers/documents-sweep.ts'

export default commandFor(sweepDocuments, {
  examples: [
    'steward consumers documents sweep --dry-run',
    'steward consumers documents sweep --yes --json',
    'steward consumers documents sweep --unknown --dry-run',
  ],
  description:
    'An erasure does this by itself. Only files on the list that erasures keep are removed, at once. Other files that this database knows nothing of are left alone, since they may be documents of a copy of it, or newer than a backup that was restored: db check names them, and --unknown --alone removes those older than an hour.',
  sections: sweepSections,
  foretold: sweepSections,
  note: sweptNote,
  question: async () => 'Remove them for good?',
})

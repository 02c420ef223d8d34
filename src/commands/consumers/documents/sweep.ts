import { commandFor } from '../../../cli/command.ts'
import { sweepDocuments } from '../../../services/consumers/documents-sweep.ts'

export default commandFor(sweepDocuments, {
  examples: [
    'steward consumers documents sweep --dry-run',
    'steward consumers documents sweep --yes --json',
  ],
  description:
    'Files younger than an hour are left alone. After restoring an older backup of the database it would remove what came since: keep the folder until you are sure.',
})

import { status, when } from '../../../cli/columns.ts'
import { commandFor } from '../../../cli/command.ts'
import { listDocuments } from '../../../services/consumers/documents-list.ts'

export default commandFor(listDocuments, {
  positionals: ['consumer'],
  examples: [
    'steward consumers documents list ada@example.org',
    "steward consumers documents list --filter 'status=waiting' --sort createdAt --json",
    "steward consumers documents list --filter 'status=accepted expires<+30d' --sort expiresOn",
  ],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'consumerName', title: 'consumer', priority: 0, min: 12 },
    { key: 'kind', title: 'kind', priority: 0 },
    { key: 'side', title: 'side', priority: 3 },
    status,
    { key: 'expiresOn', title: 'expires', priority: 2 },
    { key: 'problems', title: 'problems', priority: 3 },
    when('createdAt', 'added', 1),
  ],
})

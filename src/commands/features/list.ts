import { when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listFeatures } from '../../services/features/list.ts'

export default commandFor(listFeatures, {
  examples: ['steward features list', 'steward features list --search sms --json'],
  columns: [
    { key: 'id', title: 'id', keep: true, priority: 2 },
    { key: 'reference', title: 'reference', priority: 0 },
    { key: 'name', title: 'name' },
    { key: 'accounts', title: 'accounts', priority: 0 },
    { key: 'description', title: 'description', priority: 3 },
    when('createdAt', 'added', 4),
  ],
})

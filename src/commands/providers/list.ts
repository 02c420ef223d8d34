import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listProviders } from '../../services/providers/list.ts'

export default commandFor(listProviders, {
  examples: [
    'steward providers list',
    "steward providers list --filter 'status=disabled' --json",
    "steward providers list --filter 'status=active,disabled,deleted' --sort name",
  ],
  columns: [
    { key: 'id', title: 'id', keep: true, priority: 2 },
    { key: 'reference', title: 'reference', priority: 0 },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    status,
    { key: 'email', title: 'email', priority: 3 },
    { key: 'country', title: 'country', priority: 4 },
    when('createdAt', 'created', 3),
  ],
})

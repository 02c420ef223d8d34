import { commandFor } from '../../../cli/command.ts'
import { listTemplates } from '../../../services/accounts/templates-list.ts'

export default commandFor(listTemplates, {
  examples: [
    'steward accounts templates list',
    "steward accounts templates list --filter 'enabled=yes' --json",
  ],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'reference', title: 'reference', min: 8 },
    { key: 'enabled', title: 'enabled', priority: 0 },
    { key: 'accounts', title: 'accounts', priority: 2 },
    { key: 'fixed', title: 'fixed', priority: 3 },
  ],
})

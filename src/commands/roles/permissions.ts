import { commandFor } from '../../cli/command.ts'
import { listPermissions } from '../../services/roles/permissions.ts'

export default commandFor(listPermissions, {
  positionals: ['role'],
  examples: [
    'steward roles permissions',
    'steward roles permissions support',
    "steward roles permissions --filter 'topic=consumers effect=write' --json",
  ],
  columns: [
    { key: 'permission', title: 'permission', priority: 0, keep: true },
    { key: 'effect', title: 'effect', priority: 1 },
    { key: 'level', title: 'level', priority: 1 },
    { key: 'summary', title: 'what it is for', priority: 2, min: 24 },
  ],
})

import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { reportAccess } from '../../services/team/access-report.ts'

export default commandFor(reportAccess, {
  examples: [
    'steward team access-report',
    'steward team access-report --all -o csv',
    "steward team access-report --filter 'kind=person twoFactor=no' --json",
    "steward team access-report --filter 'lastUsed<-90d'",
  ],
  columns: [
    { key: 'kind', title: 'kind', priority: 1 },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'email', title: 'email', priority: 4, min: 20 },
    { key: 'role', title: 'role', priority: 0 },
    { key: 'level', title: 'level', priority: 2 },
    { key: 'permissions', title: 'may', priority: 1 },
    { key: 'reach', title: 'reach', priority: 3, min: 16 },
    { key: 'accounts', title: 'accounts', priority: 4 },
    { key: 'twoFactor', title: 'two-factor', priority: 3 },
    status,
    when('lastUsedAt', 'last used', 2),
    { key: 'id', title: 'id', priority: 5, keep: true },
  ],
})

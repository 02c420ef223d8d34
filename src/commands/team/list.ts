import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listTeam } from '../../services/team/list.ts'

export default commandFor(listTeam, {
  examples: [
    'steward team list',
    "steward team list --filter 'role=support status=active' --json",
    'steward team list --search ops --sort -lastSignIn',
  ],
  columns: [
    { key: 'id', title: 'id', keep: true, priority: 5 },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'email', title: 'email', min: 22 },
    status,
    { key: 'roleName', title: 'role', priority: 1 },
    { key: 'lastSignInDevice', title: 'device', priority: 4 },
    when('lastSignInAt', 'last sign-in', 2),
    when('createdAt', 'added', 3),
  ],
})

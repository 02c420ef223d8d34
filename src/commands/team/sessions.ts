import { when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { teamSessions } from '../../services/team/sessions.ts'

export default commandFor(teamSessions, {
  positionals: ['supervisor'],
  examples: ['steward team sessions ops@acme.test', 'steward team sessions ops@acme.test --json'],
  columns: [
    { key: 'id', title: 'id', keep: true, priority: 0 },
    { key: 'device', title: 'device', priority: 2 },
    { key: 'host', title: 'machine' },
    when('createdAt', 'signed in', 3),
    when('lastSeenAt', 'last seen'),
    when('expiresAt', 'ends', 4),
  ],
})

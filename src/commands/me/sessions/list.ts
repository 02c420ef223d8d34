import { when } from '../../../cli/columns.ts'
import { commandFor } from '../../../cli/command.ts'
import { listSessions } from '../../../services/sessions/list.ts'

export default commandFor(listSessions, {
  examples: ['steward me sessions list', 'steward me sessions list --json'],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'current', title: 'this one', format: value => (value ? 'yes' : '') },
    { key: 'host', title: 'on' },
    { key: 'device', title: 'with', priority: 2 },
    when('lastSeenAt', 'last seen'),
    when('createdAt', 'signed in', 2),
    when('expiresAt', 'ends', 3),
  ],
})

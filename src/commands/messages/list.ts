import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listMessages } from '../../services/messages/list.ts'

export default commandFor(listMessages, {
  examples: [
    'steward messages list',
    "steward messages list --filter 'status=queued channel=email created<-1h'",
    'steward messages list --search ada@example.org --json',
  ],
  columns: [
    { key: 'id', title: 'id', keep: true },
    status,
    { key: 'channel', title: 'by', priority: 2 },
    { key: 'recipient', title: 'to' },
    { key: 'template', title: 'message', min: 27 },
    { key: 'subject', title: 'about', keep: true, priority: 4 },
    when('createdAt', 'created', 2),
    when('sentAt', 'sent', 3),
  ],
})

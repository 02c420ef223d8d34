import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { archivedNote } from '../../cli/views/event.ts'
import { consumerHistory } from '../../services/consumers/history.ts'

export default commandFor(consumerHistory, {
  positionals: ['consumer'],
  examples: [
    'steward consumers history ada@example.org',
    'steward consumers history ada@example.org --limit 5 --json',
  ],
  note: archivedNote,
  columns: [
    when('at', 'when', 0),
    { key: 'what', title: 'what', priority: 0 },
    { ...status, priority: 2 },
    { key: 'by', title: 'by' },
    { key: 'text', title: 'text' },
    { key: 'id', title: 'id', keep: true, priority: 3 },
  ],
})

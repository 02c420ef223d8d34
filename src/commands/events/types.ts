import { when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { eventTypes } from '../../services/events/types.ts'

export default commandFor(eventTypes, {
  examples: ['steward events types', 'steward events types --json'],
  columns: [
    { key: 'type', title: 'type', priority: 0, min: 24 },
    { key: 'count', title: 'count', priority: 0 },
    when('lastAt', 'last'),
    { key: 'summary', title: 'what it is', priority: 2 },
  ],
})

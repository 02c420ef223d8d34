import { commandFor } from '../../cli/command.ts'
import { archivedNote, eventCards, eventColumns } from '../../cli/views/event.ts'
import { listEvents } from '../../services/events/list.ts'
import { eventStats } from '../../services/events/stats.ts'

export default commandFor(listEvents, {
  examples: [
    'steward events list --limit 500',
    'steward events list --subject con_01k9p3x4m8e0h9q6t5v2w7y8za --json',
    'steward events list --module consumers --status refused --from -7d',
    "steward events list --filter 'type=consumers.suspend,consumers.delete at>-30d'",
  ],
  description: 'Fifty to a page; --limit 500 for the largest, --all for everything.',
  columns: eventColumns,
  note: archivedNote,
  head: async run => eventCards((await run(eventStats, { cards: true })) as never),
})

import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { listSignIns } from '../../services/events/sign-ins.ts'

export default commandFor(listSignIns, {
  examples: [
    'steward events sign-ins --from -30d',
    'steward events sign-ins --status refused --from -7d --json',
    'steward events sign-ins --person owner@acme.test --all -o csv',
  ],
  columns: [
    when('at', 'when', 0),
    status,
    {
      key: 'person.name',
      title: 'who',
      priority: 0,
      min: 12,
      format: (name, { tried }) => String(name ?? tried ?? '–'),
    },
    { key: 'person.email', title: 'email', priority: 3, min: 20 },
    { key: 'because', title: 'why not', priority: 1, min: 16 },
    { key: 'device', title: 'device', priority: 2, min: 14 },
    { key: 'host', title: 'machine', priority: 2 },
    { key: 'address', title: 'address', priority: 3 },
    { key: 'sequence', title: 'event', priority: 4 },
  ],
})

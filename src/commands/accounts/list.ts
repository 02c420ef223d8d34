import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { belongs } from '../../cli/views/belonging.ts'
import { listAccounts } from '../../services/accounts/list.ts'

export default commandFor(listAccounts, {
  examples: [
    'steward accounts list --search client --json',
    "steward accounts list --filter 'parent=c1 status=active'",
    "steward accounts list --filter 'parent=none country=TZ,KE' --sort name",
  ],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'reference', title: 'reference', min: 8 },
    { ...status, key: 'effectiveStatus' },
    { key: 'email', title: 'email', priority: 2, min: 24 },
    belongs.parent,
    belongs.owner,
    belongs.stop,
    belongs.provider,
    { key: 'country', title: 'country', priority: 4 },
    when('createdAt', 'added', 5),
  ],
})

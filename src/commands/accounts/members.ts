import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { belongs } from '../../cli/views/belonging.ts'
import { accountMembers } from '../../services/accounts/members.ts'

export default commandFor(accountMembers, {
  positionals: ['account'],
  examples: [
    'steward accounts members c1',
    "steward accounts members c1 --beneath --filter 'status=active' --json",
  ],
  description:
    'Put somebody in with steward consumers edit PERSON --account ACCOUNT, and take them out with --no-account.',
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'email', title: 'email', min: 24 },
    { ...status, key: 'effectiveStatus' },
    { key: 'owner', title: 'owner', format: owner => (owner ? 'owner' : '') },
    belongs.account,
    belongs.stop,
    when('createdAt', 'registered', 3),
  ],
})

import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { accountText, plainly, stopText } from '../../cli/views/belonging.ts'
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
    { key: 'account', title: 'account', priority: 4, format: accountText, csv: plainly.account },
    when('createdAt', 'registered', 3),
    {
      key: 'stoppedBy',
      title: 'stopped by',
      priority: 6,
      format: stopText,
      csv: plainly.stoppedBy,
    },
  ],
})

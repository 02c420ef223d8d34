import { status } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { branch } from '../../cli/views/account.ts'
import { accountText, nameText, plainly, stopText } from '../../cli/views/belonging.ts'
import { subAccounts } from '../../services/accounts/sub-accounts.ts'

export default commandFor(subAccounts, {
  positionals: ['account'],
  examples: [
    'steward accounts sub-accounts c1',
    'steward accounts sub-accounts c1 --depth 1 --json',
  ],
  columns: [
    { key: 'name', title: 'name', priority: 0, min: 16, format: branch },
    { key: 'id', title: 'id', keep: true },
    { key: 'reference', title: 'reference', min: 8 },
    { ...status, key: 'effectiveStatus' },
    { key: 'email', title: 'email', priority: 3, min: 24 },
    { key: 'parent', title: 'belongs to', priority: 3, format: accountText, csv: plainly.parent },
    { key: 'owner', title: 'owner', priority: 6, format: nameText, csv: plainly.owner },
    {
      key: 'stoppedBy',
      title: 'stopped by',
      priority: 7,
      format: stopText,
      csv: plainly.stoppedBy,
    },
  ],
})

import { status } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { branch } from '../../cli/views/account.ts'
import { belongs } from '../../cli/views/belonging.ts'
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
    belongs.parent,
    belongs.owner,
    belongs.stop,
  ],
})

/** Who can do what, as a table: what an auditor looks for stays the longest. */
import { status, when } from '../columns.ts'
import type { Column } from '../output/table.ts'

export const accessColumns: readonly Column[] = [
  { key: 'kind', title: 'kind', priority: 1 },
  { key: 'name', title: 'name', priority: 0, min: 12 },
  { key: 'email', title: 'email', priority: 4, min: 20 },
  {
    key: 'role',
    title: 'role',
    priority: 0,
    format: (role, { narrowed }) => `${role ?? '–'}${narrowed ? ', narrowed' : ''}`,
  },
  { key: 'level', title: 'level', priority: 2 },
  { key: 'permissions', title: 'may', priority: 1 },
  { key: 'reach', title: 'reach', priority: 3, min: 16 },
  { key: 'accounts', title: 'accounts', priority: 4 },
  {
    key: 'twoFactor',
    title: 'two-factor',
    priority: 3,
    format: (has, { twoFactorRequired }) =>
      has === null ? '' : has ? 'yes' : twoFactorRequired ? 'no, required' : 'no',
  },
  status,
  when('lastUsedAt', 'last used', 2),
  { key: 'id', title: 'id', priority: 5, keep: true },
]

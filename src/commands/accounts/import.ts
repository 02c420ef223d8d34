import { importCommandFor } from '../../cli/import/command.ts'
import { importAccount } from '../../services/accounts/import.ts'
import { encodings, readAccounts, rowFormats } from '../../services/accounts/rows.ts'

export default importCommandFor(importAccount, {
  examples: [
    'steward accounts import accounts.csv --dry-run',
    'steward accounts import accounts.csv --on-conflict skip --json',
  ],
  description:
    'CSV, NDJSON or a JSON array, as accounts export writes them. Accounts are known by our id, else by reference, else by contact email; parents are named by reference and stand before what lies beneath them. An empty cell leaves what is there; null in JSON takes it away. Good rows are kept when others fail (exit 7).',
  formats: rowFormats,
  encodings,
  read: (file, flags) => readAccounts(file.open(), { ...flags, name: file.name } as never),
})

import { commandFor } from '../../cli/command.ts'
import { exportAccounts } from '../../services/accounts/export.ts'
import { Exported } from '../../services/accounts/exporting.ts'

export default class extends commandFor(exportAccounts, {
  examples: [
    'steward accounts export > accounts.csv',
    "steward accounts export --filter 'status=active' -o ndjson",
  ],
  description:
    'CSV unless you say -o ndjson or -o json. Parents are named by reference and come before what lies beneath them.',
  whole: true,
  columns: Object.keys(Exported.shape).map(key => ({ key, title: key })),
}) {
  protected override get standardFormat() {
    return 'csv' as const
  }

  protected override get everything() {
    return true
  }
}

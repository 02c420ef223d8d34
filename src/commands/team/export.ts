import { commandFor } from '../../cli/command.ts'
import { exportTeam } from '../../services/team/export.ts'
import { Exported } from '../../services/team/exporting.ts'

export default class extends commandFor(exportTeam, {
  examples: [
    'steward team export > team.csv',
    "steward team export --filter 'status=active' -o ndjson",
  ],
  description:
    "CSV unless you say -o ndjson or -o json. Nobody's password or second factor is in it.",
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

import { commandFor } from '../../cli/command.ts'
import { plainly } from '../../cli/views/belonging.ts'
import { exportConsumers } from '../../services/consumers/export.ts'
import { Consumer } from '../../services/consumers/record.ts'

export default class extends commandFor(exportConsumers, {
  examples: [
    'steward consumers export > people.csv',
    "steward consumers export --filter 'status=active' -o ndjson",
  ],
  description:
    'CSV unless you say -o ndjson or -o json. Everything that matches, however much it is.',
  whole: true,
  columns: Object.keys(Consumer.shape).map(key => ({ key, title: key, csv: plainly[key] })),
}) {
  protected override get standardFormat() {
    return 'csv' as const
  }

  protected override get everything() {
    return true
  }
}

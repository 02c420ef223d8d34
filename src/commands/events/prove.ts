import { commandFor } from '../../cli/command.ts'
import { proveEvent } from '../../services/events/prove.ts'

export default class extends commandFor(proveEvent, {
  positionals: ['event'],
  examples: ['steward events prove 42 > event.json', 'steward events verify event.json'],
  description:
    'JSON, whatever the terminal. steward events verify FILE checks it with no database.',
}) {
  protected override get standardFormat() {
    return 'json' as const
  }
}

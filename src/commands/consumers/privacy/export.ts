import { commandFor } from '../../../cli/command.ts'
import { privacyExport } from '../../../services/consumers/privacy-export.ts'

export default class extends commandFor(privacyExport, {
  positionals: ['consumer'],
  examples: [
    'steward consumers privacy export ada@example.org > ada.json',
    'steward consumers privacy export ada@example.org --to ada.json',
  ],
  description:
    'The record, notes, messages, documents with their digests, and every event about them, without the names of other people. That it was asked for stands in the log.',
  document: true,
}) {
  protected override get standardFormat() {
    return 'json' as const
  }
}

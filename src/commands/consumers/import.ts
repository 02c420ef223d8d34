import { importCommandFor } from '../../cli/import.ts'
import { importConsumer } from '../../services/consumers/import.ts'
import {
  formatOf,
  type ImportFormat,
  importFormats,
  readRows,
} from '../../services/consumers/rows.ts'

export default importCommandFor(importConsumer, {
  examples: [
    'steward consumers import people.csv --json',
    'steward consumers import people.ndjson --dry-run',
  ],
  description:
    'The first line of a CSV names the columns as the JSON does. People are known by externalId, else by email. An empty cell leaves what is there; null in NDJSON takes it away. Good rows are kept when others fail (exit 7).',
  formats: importFormats,
  read: (file, format) => readRows(file.open(), (format as ImportFormat) ?? formatOf(file.name)),
})

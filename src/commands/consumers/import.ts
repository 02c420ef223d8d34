import { importCommandFor } from '../../cli/import/command.ts'
import { importConsumer } from '../../services/consumers/import.ts'
import {
  encodings,
  importFormats,
  type ReadOptions,
  readFile,
} from '../../services/consumers/rows.ts'

export default importCommandFor(importConsumer, {
  examples: [
    'steward consumers import people.csv --json',
    'steward consumers import people.ndjson --dry-run',
    'steward consumers import crm.csv --map name=full_name --ignore score',
    'steward consumers import realm-export.json --format keycloak --json',
    'steward consumers import auth0.ndjson --on-conflict skip',
  ],
  description:
    'CSV, NDJSON, a JSON array, and the exports of Keycloak and Auth0: see steward help import-formats. People are known by our id, else by externalId, else by email. An empty cell leaves what is there; null in JSON takes it away. Password hashes are kept. Good rows are kept when others fail (exit 7).',
  formats: importFormats,
  encodings,
  read: (file, { format, encoding, map, ignore, source }) => {
    const options = { name: file.name, format, encoding, map, ignore, source } as ReadOptions
    return readFile(file.open(), options)
  },
})

import { importCommandFor } from '../../cli/import/command.ts'
import { importSupervisor } from '../../services/team/import.ts'
import { encodings, readTeam, rowFormats } from '../../services/team/rows.ts'

export default importCommandFor(importSupervisor, {
  examples: [
    'steward team import team.csv --dry-run',
    'steward team import team.csv --on-conflict skip --json',
  ],
  description:
    'CSV, NDJSON or a JSON array, as team export writes them. People are known by our id, else by their email; who is new is sent an invitation. Roles by name, accounts and the provider by reference. An empty cell leaves what is there. Good rows are kept when others fail (exit 7).',
  formats: rowFormats,
  encodings,
  read: (file, flags) => readTeam(file.open(), { ...flags, name: file.name } as never),
})

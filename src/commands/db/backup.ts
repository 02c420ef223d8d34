import { commandFor } from '../../cli/command.ts'
import { backUpDatabase } from '../../services/db/backup.ts'

export default commandFor(backUpDatabase, {
  positionals: ['file'],
  examples: ['steward db backup', 'steward db backup /mnt/backups/monday.db --json'],
  description:
    'SQLite is copied while others go on writing; Postgres by pg_dump, which has to be installed.',
  note: () =>
    'The secret key is not in it: keep a copy of secret.key too, in another place than backups.',
})

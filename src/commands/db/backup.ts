import { commandFor } from '../../cli/command.ts'
import { backUpDatabase } from '../../services/db/backup.ts'

export default commandFor(backUpDatabase, {
  positionals: ['file'],
  examples: ['steward db backup', 'steward db backup /mnt/backups/monday.db --json'],
  description:
    'SQLite is copied while others go on writing; Postgres by pg_dump, which has to be installed.',
  note: () =>
    'Two things are not in it: the documents folder, to be backed up beside it, and secret.key, to be kept in another place than backups.',
})

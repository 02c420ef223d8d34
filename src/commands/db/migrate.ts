import { outputFlags } from '../../cli/options.ts'
import { StewardCommand } from '../../cli/steward-command.ts'
import { migratedSections } from '../../cli/views/database.ts'

export default class extends StewardCommand {
  static override summary = 'Bring the database up to date with this program. Needs no sign-in.'
  static override description =
    'A SQLite database is backed up first. Of many at once one migrates and the others wait for it.'
  static override examples = ['steward db migrate', 'steward db migrate --json']
  static override flags = outputFlags

  async run(): Promise<void> {
    await this.typed()
    const host = await this.open()
    const migrated = await host.migrate()
    const { state } = await host.schema()
    await this.show({ state, ...migrated }, migratedSections)
  }
}

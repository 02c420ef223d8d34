import { outputFlags } from '../../cli/options.ts'
import { StewardCommand } from '../../cli/steward-command.ts'
import { statusSections } from '../../cli/views/database.ts'

export default class extends StewardCommand {
  static override summary = 'How the database stands, whatever its state. Needs no sign-in.'
  static override examples = ['steward db status', 'steward db status --fields state --json']
  static override flags = outputFlags

  async run(): Promise<void> {
    await this.typed()
    const host = await this.open()
    const maintenance = await host.maintenance()
    await this.show(await maintenance.status(), statusSections)
  }
}

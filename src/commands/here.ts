import { layOut } from '../cli/help/layout.ts'
import { whereYouAre } from '../cli/here.ts'
import { write } from '../cli/output/write.ts'
import { StewardCommand } from '../cli/steward-command.ts'

/** What `steward` alone runs: see main.ts. */
export default class extends StewardCommand {
  static override hidden = true
  static override summary = 'Where you are, and what people do next from there.'
  static override flags = {}

  async run(): Promise<void> {
    await this.typed()
    // It says itself where this is and as whom.
    const host = await this.open({ signedIn: async () => undefined })
    const parts = await whereYouAre(host, this.environment)
    await write(this.terminal.stdout, await layOut(parts, this.terminal))
  }
}

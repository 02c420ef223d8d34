/** A command that explains something and needs nothing to do so. */
import * as Flags from '@oclif/core/flags'
import { write } from '../output/write.ts'
import { StewardCommand } from '../steward-command.ts'
import { layOut, type Part } from './layout.ts'

export const explanationFor = (summary: string, topic: () => Promise<Part[]>) =>
  class extends StewardCommand {
    static override summary = summary
    static override exitCodes = [0, 1, 2]
    static override flags = { 'no-color': Flags.boolean({ description: 'No colours.' }) }

    async run(): Promise<void> {
      await this.typed()
      await write(this.terminal.stdout, await layOut(await topic(), this.terminal))
    }
  }

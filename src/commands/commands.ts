import { printAnswer } from '../cli/answer.ts'
import { knownIn } from '../cli/help/asked.ts'
import { inventory } from '../cli/inventory.ts'
import { outputFlags } from '../cli/options.ts'
import { StewardCommand } from '../cli/steward-command.ts'

const columns = [
  { key: 'command', title: 'command', keep: true },
  { key: 'effect', title: 'effect' },
  { key: 'permission', title: 'permission', priority: 2 },
  { key: 'summary', title: 'what it does', priority: 0 },
]

/** Lists all of them, so it reads the manifest, whichever way it was started. */
export default class extends StewardCommand {
  static override summary = 'Every command: what it takes and answers, who may run it, how it ends.'
  static override description =
    'As JSON, each comes with its input and output as JSON Schema, its permission and effect, and its exit codes.'
  static override examples = ['steward commands', 'steward commands --json']
  static override exitCodes = [0, 1, 2]
  static override flags = outputFlags

  async run(): Promise<void> {
    await this.typed()
    const data = (await inventory(knownIn(this.config.root).commands)) as Record<string, unknown>[]
    const value = { data, hasMore: false, nextCursor: null, total: data.length }
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ columns }))
  }
}

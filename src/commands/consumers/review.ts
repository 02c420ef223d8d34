import { exitsOf } from '../../cli/exits.ts'
import { outputFlags } from '../../cli/options.ts'
import { needsTerminal, walkQueue } from '../../cli/review.ts'
import { StewardCommand } from '../../cli/steward-command.ts'
import { nextReview } from '../../services/consumers/review-next.ts'

export default class extends StewardCommand {
  static override summary =
    'Walk through the review queue at a terminal: people, their documents, and what to decide.'
  static override description =
    'Each person is claimed while you look at them; Esc goes back, Ctrl-C stops and lets go. For scripts there are consumers review list, next, claim and release, and the verdicts of consumers documents.'
  static override examples = ['steward consumers review']
  static override exitCodes = exitsOf(nextReview)
  static override flags = outputFlags

  async run(): Promise<void> {
    await this.typed()
    if (!this.canAsk) throw needsTerminal()
    const host = await this.open()
    const runner = await this.runner(host)
    const verdicts = await walkQueue({
      run: async (operation, raw) =>
        (await runner.run(operation, raw, this.call(host, operation))).value,
      terminal: this.terminal,
      now: host.clock,
    })
    await this.show(verdicts)
  }
}

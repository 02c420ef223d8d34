import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { candidatesFor } from '../cli/completion/candidates.ts'
import { forBash, splitLine } from '../cli/completion/line.ts'
import { knownIn } from '../cli/help/asked.ts'
import { visible } from '../cli/output/safe.ts'
import { here } from '../cli/output/standard.ts'
import { cut } from '../cli/output/width.ts'
import { write } from '../cli/output/write.ts'
import { StewardCommand } from '../cli/steward-command.ts'

/** The first sentence, as far as a line of candidates has room. */
const briefly = (about: string): string => cut(about.split('. ')[0]!, 60)

/** What a shell asks, with every key perhaps: it answers, or says nothing at all. */
export default class extends StewardCommand {
  static override hidden = true
  static override strict = false
  static override summary = 'What could stand where the cursor is, for a shell.'
  static override exitCodes = [0]
  static override args = { words: Args.string({ ignoreStdin: true }) }
  static override flags = { line: Flags.string({ description: 'The line up to the cursor.' }) }

  async run(): Promise<void> {
    const at = this.argv.indexOf('--line')
    const line = at === 0 ? splitLine(this.argv[1] ?? '') : null
    const words = line ? line.words.slice(1) : this.argv.slice(this.argv.indexOf('--') + 1)
    const found = await candidatesFor(knownIn(this.config.root).commands, words, {
      open: environment => {
        this.flags.env = environment
        return this.open({ signedIn: async () => undefined })
      },
    })
    const lines = found.flatMap(([word, about]) => {
      const shown = line && word !== ':files' ? forBash(word, line) : word
      // A tab or a newline in it would end the candidate before its time.
      return shown === undefined || visible(shown) !== shown
        ? []
        : [`${shown}\t${visible(briefly(about))}\n`]
    })
    await write(here.stdout, lines.join(''))
  }

  protected override async catch(): Promise<void> {}
}

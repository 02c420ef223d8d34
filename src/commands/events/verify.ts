import * as Args from '@oclif/core/args'
import { printAnswer } from '../../cli/answer.ts'
import { commandFor } from '../../cli/command.ts'
import { rawInput, type Typed } from '../../cli/input.ts'
import { fileVerdict, logVerdict } from '../../cli/views/verdict.ts'
import { invalid } from '../../kernel/errors.ts'
import { type FileInput, file } from '../../kernel/fields.ts'
import { linesOf, verifyFile } from '../../services/events/offline.ts'
import { checkVerifierKey, verifyEvents } from '../../services/events/verify.ts'

const about = 'An export or a proof to check instead of the log: with no database and no sign-in.'

export default class extends commandFor(verifyEvents, {
  examples: [
    'steward events verify',
    'steward events verify --against checkpoint.txt --json',
    'steward events verify events.ndjson --key "$VERIFIER_KEY"',
  ],
  description: 'Exits 1 and names the first event that is wrong.',
  sections: logVerdict,
  exitCode: ({ ok }: { ok: boolean }) => (ok ? 0 : 1),
}) {
  /** Standard input is for --against -, not for an argument that isn't there. */
  static override args = { file: Args.string({ description: about, ignoreStdin: true }) }

  override async run(): Promise<void> {
    const typed = await this.typed()
    return typed.file === undefined ? super.run() : this.verifyFile(typed)
  }

  private async verifyFile({ against, key, ...typed }: Typed): Promise<void> {
    if (against !== undefined) {
      throw invalid('against', 'A file has a checkpoint of its own: leave --against out.')
    }
    if (key !== undefined) checkVerifierKey(String(key))
    const { file: given } = await rawInput({ file: file({ about }) }, typed, process)
    const lines = linesOf((given as FileInput).open())
    const value = await verifyFile(lines, key as string | undefined)
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ sections: fileVerdict }))
    if (!value.ok) process.exitCode = 1
  }
}

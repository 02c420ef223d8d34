import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { printAnswer } from '../../cli/answer.ts'
import { commandFor } from '../../cli/command.ts'
import { rawInput, type Typed } from '../../cli/input.ts'
import { fileVerdict, logVerdict } from '../../cli/views/verdict.ts'
import type { Host } from '../../host.ts'
import { invalid } from '../../kernel/errors.ts'
import { type FileInput, file } from '../../kernel/fields.ts'
import type { Runner } from '../../kernel/runner.ts'
import { joinArchives, type LogVerdict } from '../../services/events/joining.ts'
import { linesOf, verifyFile } from '../../services/events/offline.ts'
import { unzipped } from '../../services/events/unzip.ts'
import { checkVerifierKey, verifyEvents } from '../../services/events/verify.ts'

const about =
  'An export, archive or proof to check instead of the log: with no database and no sign-in.'

const archive = Flags.string({
  description: 'A file that events were archived to: log and archives are proven as one.',
  helpValue: 'FILE',
  multiple: true,
  multipleNonGreedy: true,
})

const base = commandFor(verifyEvents, {
  examples: [
    'steward events verify',
    'steward events verify --against checkpoint.txt --json',
    'steward events verify --archive events-2025.ndjson.gz',
    'steward events verify events.ndjson --key "$VERIFIER_KEY"',
  ],
  description:
    'Exits 1 and names the first event that is wrong. Alone it proves that the log agrees with itself; --against a checkpoint kept elsewhere proves that nobody who has the database wrote another. Of archived events only hashes are here: their words are proven with --archive. Signatures are held against --key, else the secret key at hand, else the key that the database names.',
  sections: logVerdict,
  exitCode: ({ ok }: { ok: boolean }) => (ok ? 0 : 1),
})

export default class extends base {
  /** Standard input is for --against -, not for an argument that isn't there. */
  static override args = { file: Args.string({ description: about, ignoreStdin: true }) }
  static override flags = { ...base.flags, archive }

  override async run(): Promise<void> {
    const typed = await this.typed()
    return typed.file === undefined ? super.run() : this.verifyFile(typed)
  }

  protected override async perform(runner: Runner, host: Host, raw: Record<string, unknown>) {
    const outcome = await super.perform(runner, host, raw)
    const names = (this.flags as { archive?: string[] }).archive ?? []
    const files: FileInput[] = []
    for (const archive of names) {
      const read = await rawInput({ archive: file({ about }) }, { archive }, process)
      files.push(read.archive as FileInput)
    }
    return { ...outcome, value: await joinArchives(outcome.value as LogVerdict, files) }
  }

  private async verifyFile({ against, key, ...typed }: Typed): Promise<void> {
    if (against !== undefined) {
      throw invalid('against', 'A file has a checkpoint of its own: leave --against out.')
    }
    if (key !== undefined) checkVerifierKey(String(key))
    const { file: given } = await rawInput({ file: file({ about }) }, typed, process)
    const lines = linesOf(unzipped((given as FileInput).open()))
    const value = await verifyFile(lines, key as string | undefined)
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ sections: fileVerdict }))
    if (!value.ok) process.exitCode = 1
  }
}

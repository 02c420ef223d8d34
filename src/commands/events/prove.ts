import * as Flags from '@oclif/core/flags'
import { commandFor } from '../../cli/command.ts'
import { rawInput } from '../../cli/input.ts'
import { invalid } from '../../kernel/errors.ts'
import { type FileInput, file } from '../../kernel/fields.ts'
import { proofFrom } from '../../services/events/extract.ts'
import { linesOf } from '../../services/events/offline.ts'
import { proveEvent } from '../../services/events/prove.ts'
import { unzipped } from '../../services/events/unzip.ts'

const about = 'The archive or export that it lies in: with no database and no sign-in.'

const base = commandFor(proveEvent, {
  positionals: ['event'],
  examples: ['steward events prove 42 > event.json', 'steward events verify event.json'],
  description:
    'JSON, whatever the terminal. steward events verify FILE checks it with no database.',
})

export default class extends base {
  static override flags = {
    ...base.flags,
    archive: Flags.string({
      description: about,
      helpValue: 'FILE',
    }),
  }

  protected override get standardFormat() {
    return 'json' as const
  }

  override async run(): Promise<void> {
    const { archive, event } = await this.typed()
    if (archive === undefined) return super.run()
    if (typeof event !== 'string') throw invalid('event', 'event is required.')
    const { archive: given } = await rawInput({ archive: file({ about }) }, { archive }, process)
    const lines = linesOf(unzipped((given as FileInput).open()))
    await this.show(await proofFrom(lines, event))
  }
}

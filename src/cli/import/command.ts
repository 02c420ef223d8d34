/** Commands that read many rows from a file and put each through one operation. */
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { StewardError } from '../../kernel/errors.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { exitsOf } from '../exits.ts'
import { fileInput } from '../input.ts'
import { commonFlags } from '../options.ts'
import { StewardCommand } from '../steward-command.ts'
import type { ImportFace, ReadFlags } from './file.ts'
import { pursueImport } from './pursue.ts'

const fileFlags = ({ formats, encodings }: ImportFace) => ({
  format: Flags.string({
    description: 'What the file is, if neither its name nor its beginning says.',
    options: [...formats],
  }),
  map: Flags.string({
    description: 'Our field and your column: name=full_name. Once for each.',
    helpValue: 'FIELD=COLUMN',
    multiple: true,
    multipleNonGreedy: true,
  }),
  ignore: Flags.string({
    description: "A column to be passed over; '*' for all that are not known. Once for each.",
    helpValue: 'COLUMN',
    multiple: true,
    multipleNonGreedy: true,
  }),
  encoding: Flags.string({
    description: 'Of the file; utf-8 if not given.',
    options: [...encodings],
  }),
})

const runFlags = {
  'failed-to': Flags.string({
    description: 'Where to write rows that failed, as they were, to be put right and brought in.',
    helpValue: 'FILE',
  }),
  resume: Flags.string({
    description: 'Go on with a run that was stopped, with the same file and flags.',
    helpValue: 'RUN',
  }),
}

const conflictFlag = ({ input }: AnyOperation) => ({
  'on-conflict': Flags.string({
    description: 'Who is here already is updated unless you say so.',
    options: [...input.onConflict.choices],
  }),
})

export const importCommandFor = (operation: AnyOperation, face: ImportFace) =>
  class extends StewardCommand {
    static override summary = operation.summary
    static override description = face.description
    static override examples = [...face.examples]
    static operationName = operation.name
    static override exitCodes = exitsOf(operation, [7])
    static override args = {
      file: Args.string({ description: 'The file, or - for standard input.', required: true }),
    }
    static override flags = {
      ...fileFlags(face),
      ...conflictFlag(operation),
      ...runFlags,
      ...commonFlags(operation, false),
    }

    async run(): Promise<void> {
      const typed = await this.typed()
      const { file } = typed
      if (typeof file !== 'string') {
        throw new StewardError('invalid_input', 'Missing: FILE.', {
          hint: `Like this: ${this.line} FILE`,
          field: 'file',
        })
      }
      const host = await this.open()
      process.exitCode = await pursueImport({
        operation,
        face,
        file: fileInput('file', file, process.stdin),
        flags: typed as ReadFlags,
        runner: await this.runner(host),
        call: this.call(host, operation),
        how: this.answering({}),
        line: `${this.line} FILE`,
        printed: () => {
          this.begun = true
        },
      })
    }
  }

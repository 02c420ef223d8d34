/** Commands that read many rows from a file and put each through one operation. */
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { StewardError } from '../kernel/errors.ts'
import type { FileInput } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import { exitsOf } from './exits.ts'
import { type BadRow, type Counts, importReport, type Report } from './import-report.ts'
import { fileInput } from './input.ts'
import { commonFlags } from './options.ts'
import { progressOn } from './progress.ts'
import { StewardCommand } from './steward-command.ts'

type Row = { line: number; raw: Record<string, unknown>; left?: string[] }
type LeftRow = { line: number; left: string[] }

/** What is known of a file before its first row is done. */
export type ImportHead = {
  format: string
  by: 'flag' | 'name' | 'contents'
  /** Our field of each column of a CSV. */
  fields: readonly (string | null)[]
  mapping: Record<string, string>
  guessed: readonly string[]
  ignored: readonly string[]
}

/** A batch of rows; the first one has the head and none. */
type Part = { head?: ImportHead; rows: (Row | BadRow | LeftRow)[]; position: number }

/** How the file is to be read, as it is typed. */
export type ReadFlags = { format?: string; encoding?: string; map?: string[]; ignore?: string[] }

export type ImportFace = {
  examples: readonly string[]
  description?: string
  formats: readonly string[]
  encodings: readonly string[]
  /** The rows of the file; throws `invalid_input` when it can't be read as a whole. */
  read(file: FileInput, flags: ReadFlags): AsyncIterable<Part>
}

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
      const input = fileInput('file', file, process.stdin)
      const report = importReport(this.terminal, this.format, !!typed['dry-run'])
      const progress = progressOn(this.terminal, 'rows', input.size)
      const more = typed['on-conflict'] ? { onConflict: typed['on-conflict'] } : {}
      const place = { position: 0 }
      const rows = apart(face.read(input, typed as ReadFlags), { report, more, place })
      const runner = await this.runner(host)
      try {
        for await (const one of runner.runEach(operation, rows, this.call(host, operation))) {
          await report.row(one)
          progress.step(place.position)
        }
      } catch (error) {
        throw cutShort(error, report.counts)
      } finally {
        progress.done()
      }
      await report.end()
      if (report.counts.failed > 0) process.exitCode = 7
    }
  }

/** A file that can't be read to its end has had some of its rows done: that is told with the error. */
const cutShort = (error: unknown, counts: Counts): unknown => {
  const done = counts.created + counts.updated + counts.skipped
  if (!(error instanceof StewardError) || done === 0) return error
  const { code, message, field, cause } = error
  const hint = `${done.toLocaleString('en')} rows before that are done; the same rows are skipped next time.`
  const details = { ...(error.details as object | undefined), ...counts }
  return new StewardError(code, message, {
    hint: [error.hint, hint].filter(Boolean).join(' '),
    field,
    details,
    cause,
  })
}

type Apart = { report: Report; more: Record<string, unknown>; place: { position: number } }

/** Hands on what can be run, and has the rest reported. */
async function* apart(parts: AsyncIterable<Part>, { report, more, place }: Apart) {
  for await (const { head, rows, position } of parts) {
    place.position = position
    if (head) await report.head(head)
    for (const row of rows) {
      if ('left' in row && row.left) report.left(row.left)
      if ('message' in row) await report.bad(row)
      else if ('raw' in row) {
        yield { line: row.line, raw: { ...more, ...row.raw }, key: String(row.line) }
      }
    }
  }
}

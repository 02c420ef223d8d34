/** Commands that read rows from a file and put each through one operation. */
import * as Args from '@oclif/core/args'
import * as Flags from '@oclif/core/flags'
import { StewardError } from '../kernel/errors.ts'
import type { Change } from '../kernel/event.ts'
import type { FileInput } from '../kernel/fields.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Outcome, RowOutcome } from '../kernel/runner.ts'
import { differences, nameOf } from './answer.ts'
import { exitsOf } from './exits.ts'
import { fileInput } from './input.ts'
import { commonFlags } from './options.ts'
import { jsonText } from './output/formats.ts'
import { renderRecord } from './output/record.ts'
import { renderTable } from './output/table.ts'
import { write } from './output/write.ts'
import { progressOn } from './progress.ts'
import { StewardCommand } from './steward-command.ts'

type Row = { line: number; raw: Record<string, unknown> }
type BadRow = { line: number; field: string | null; message: string }

export type ImportFace = {
  examples: readonly string[]
  description?: string
  formats: readonly string[]
  /** The rows of the file; throws `invalid_input` when it can't be read as a whole. */
  read(file: FileInput, format: string | undefined): AsyncIterable<Row | BadRow>
}

export type ImportSummary = {
  created: number
  updated: number
  skipped: number
  failed: BadRow[]
}

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
      format: Flags.string({
        description: 'What the file is, if its name does not say.',
        options: [...face.formats],
      }),
      ...commonFlags(operation, false),
    }

    async run(): Promise<void> {
      const { file, format } = await this.typed()
      if (typeof file !== 'string') {
        throw new StewardError('invalid_input', 'Missing: FILE.', {
          hint: `Like this: ${this.line} FILE`,
          field: 'file',
        })
      }
      const host = await this.open()
      const summary: ImportSummary = { created: 0, updated: 0, skipped: 0, failed: [] }
      const changes: RowChange[] = []
      const rows = face.read(fileInput('file', file, process.stdin), format as string | undefined)
      const good = apart(rows, summary.failed)
      const progress = progressOn(this.terminal, 'rows')
      const runner = await this.runner(host)
      try {
        for await (const one of runner.runEach(operation, good, this.call(host, operation))) {
          count(summary, one)
          if (one.outcome?.dryRun) changes.push(...changesOf(one.row.line, one.outcome))
          progress.step()
        }
      } catch (error) {
        throw cutShort(error, summary)
      } finally {
        progress.done()
      }
      summary.failed.sort((a, b) => a.line - b.line)
      await this.tell(summary, changes)
      if (summary.failed.length > 0) process.exitCode = 7
    }

    private async tell(summary: ImportSummary, changes: RowChange[]): Promise<void> {
      const { terminal } = this
      const dryRun = this.flags['dry-run'] ? { dryRun: true, changes } : {}
      if (this.format !== 'table') {
        await write(terminal.stdout, jsonText({ ...dryRun, ...summary }))
        return
      }
      const { failed, ...counts } = summary
      const fields = Object.entries({ ...counts, failed: failed.length })
      await write(terminal.stdout, await renderRecord([{ fields }], { terminal }))
      const { text } = await renderTable(failed.slice(0, mostShown), failedColumns, {
        terminal,
        headers: true,
        // Cut, an id or the last of the choices would be of no use to whoever reads a log.
        wide: !terminal.interactive.stderr,
      })
      await write(terminal.stderr, text)
      if (failed.length > mostShown)
        await write(terminal.stderr, `… and ${failed.length - mostShown} more: --json has all.\n`)
      if (dryRun.dryRun) await write(terminal.stderr, dryRunText(changes))
    }
  }

/** Failed rows on a terminal: enough to see what is wrong with the file. */
const mostShown = 20

const failedColumns = [
  { key: 'line', title: 'line', priority: 0 },
  { key: 'field', title: 'field', priority: 0 },
  { key: 'message', title: 'what is wrong', priority: 0 },
]

type RowChange = Change & { line: number }

const changesOf = (line: number, { changes }: Outcome): RowChange[] =>
  changes.map(change => ({ line, ...change }))

/** What would happen to people who are there already: the rows that could surprise. */
const dryRunText = (changes: RowChange[]): string => {
  const known = changes.filter(({ before }) => before !== null)
  const lines = known.slice(0, mostShown).map(change => {
    const fields = differences(change).map(([name, value]) => `${name} ${value}`)
    return `line ${change.line}: ${nameOf(change.subject)}: ${fields.join(', ')}`
  })
  const more =
    known.length > mostShown ? [`… and ${known.length - mostShown} more: --json has all.`] : []
  return [...lines, ...more, 'Nothing was changed: this was a dry run.', ''].join('\n')
}

/** A file that can't be read to its end has had some of its rows done: that is told with the error. */
const cutShort = (error: unknown, { failed, ...counts }: ImportSummary): unknown => {
  const done = counts.created + counts.updated + counts.skipped
  if (!(error instanceof StewardError) || done === 0) return error
  const { code, message, field, cause } = error
  const hint = `${done.toLocaleString('en')} rows before that are done; the same rows are skipped next time.`
  const details = { ...(error.details as object | undefined), ...counts, failed }
  return new StewardError(code, message, {
    hint: [error.hint, hint].filter(Boolean).join(' '),
    field,
    details,
    cause,
  })
}

/** Hands on what can be run, and keeps the rest as failed. */
async function* apart(rows: AsyncIterable<Row | BadRow>, failed: BadRow[]) {
  for await (const row of rows) {
    if ('message' in row) failed.push(row)
    else yield { ...row, key: String(row.line) }
  }
}

const count = (
  summary: ImportSummary,
  { row, outcome, error }: RowOutcome<Row & { key: string }>,
): void => {
  if (error) {
    summary.failed.push({ line: row.line, field: error.field ?? null, message: error.message })
    return
  }
  const { outcome: what } = outcome.value as { outcome: 'created' | 'updated' | 'skipped' }
  summary[what] += 1
}

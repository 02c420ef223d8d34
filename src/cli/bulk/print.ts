/** What a run over many records prints: a line for each as it commits, and what it came to. */
import { errorBody, invalid } from '../../kernel/errors.ts'
import type { Run } from '../../kernel/run.ts'
import type { RowOutcome } from '../../kernel/runner.ts'
import type { TargetRow } from '../../kernel/selection.ts'
import { type Answering, changeText } from '../answer.ts'
import { ndjsonLine } from '../output/formats.ts'
import { pick } from '../output/pick.ts'
import { renderRecord } from '../output/record.ts'
import { renderTable } from '../output/table.ts'
import { write } from '../output/write.ts'
import { rowPrinter } from '../pages.ts'

type One = RowOutcome<TargetRow>

/** What a line has to say; `selector` where it was named by something else than its id. */
type Line = {
  id: string | null
  selector?: string
  outcome: One['result']
  error?: object
  changes?: readonly unknown[]
  messages?: readonly unknown[]
}

const members = ['id', 'selector', 'outcome', 'error', 'changes', 'messages'] as const

export type RunPrinter = {
  /** Of rows that have been committed. */
  rows(rows: readonly One[]): Promise<void>
  end(run: Run): Promise<void>
}

/** Throws `invalid_input` for a format or a field that there is not, before anything is done. */
export const runPrinter = async (how: Answering, dryRun: boolean): Promise<RunPrinter> => {
  const unknown = how.fields?.find(name => !members.some(member => member === name.split('.')[0]))
  if (unknown !== undefined) {
    throw invalid('fields', 'A line has no field of that name.', `It has: ${members.join(', ')}.`)
  }
  if (how.format === 'yaml') {
    throw invalid('output', 'Many records are printed line by line: YAML has none.', 'Use --json.')
  }
  if (how.format === 'table') return tablePrinter(how, dryRun)
  if (how.format === 'csv' || how.format === 'ids') return listPrinter(how)
  return linePrinter(how, dryRun)
}

const lineOf = ({ row, result, outcome, error }: One, dryRun: boolean): Line => {
  const { id, selector } = row.target
  return {
    id,
    ...(selector !== id && { selector }),
    outcome: result,
    ...(error && { error: errorBody(error) }),
    ...(dryRun && outcome && { changes: outcome.changes, messages: outcome.messages }),
  }
}

const summaryOf = ({ id, matched, succeeded, skipped, failed }: Run, dryRun: boolean) => ({
  run: dryRun ? null : id,
  matched,
  succeeded,
  skipped,
  failed,
  ...(dryRun && { dryRun }),
})

const nothing = Object.fromEntries(members.map(name => [name, null]))

const linePrinter = ({ terminal, fields }: Answering, dryRun: boolean): RunPrinter => ({
  async rows(rows) {
    const lines = rows.map(one => {
      const line = lineOf(one, dryRun)
      return ndjsonLine(fields ? pick({ ...nothing, ...line }, fields) : line)
    })
    await write(terminal.stdout, lines.join(''))
  },
  async end(run) {
    await write(terminal.stdout, ndjsonLine({ summary: summaryOf(run, dryRun) }))
  },
})

/** CSV has no place for the summary; ids are those of the records that it was done to. */
const listPrinter = async (how: Answering): Promise<RunPrinter> => {
  const standard = ['id', 'selector', 'outcome', 'error.code', 'error.message']
  const printer = await rowPrinter({ ...how, fields: how.fields ?? standard })
  const ids = how.format === 'ids'
  const bare = await rowPrinter({ ...how, fields: undefined })
  return {
    async rows(rows) {
      const done = ids ? rows.filter(({ result }) => result === 'done') : rows
      const lines = done.map(one => ({ ...nothing, ...lineOf(one, false) }))
      if (lines.length > 0) await (ids ? bare : printer).rows(lines)
    },
    async end(run) {
      await printer.end(null)
      await write(how.terminal.stderr, `${told(run)}\n`)
    },
  }
}

const told = ({ matched, succeeded, skipped, failed }: Run): string =>
  `${matched} matched: ${succeeded} done, ${skipped} skipped, ${failed} failed.`

/** Failed rows on a terminal: enough to see what is wrong. */
const mostShown = 20

const failedColumns = [
  { key: 'selector', title: 'failed', priority: 0 },
  { key: 'message', title: 'what is wrong', priority: 0 },
]

const tablePrinter = ({ terminal }: Answering, dryRun: boolean): RunPrinter => {
  const failed: { selector: string; message: string }[] = []
  const changes: string[] = []
  let more = 0
  return {
    async rows(rows) {
      for (const { row, error, outcome } of rows) {
        if (dryRun && changes.length < mostShown) {
          changes.push(...(outcome?.changes ?? []).map(changeText))
        }
        if (!error) continue
        if (failed.length === mostShown) more++
        else failed.push({ selector: row.target.selector, message: error.message })
      }
    },
    async end(run) {
      const { dryRun: _, ...summary } = { dryRun, ...summaryOf(run, dryRun) }
      const fields = Object.entries(summary).filter(([, value]) => value !== null)
      await write(terminal.stdout, await renderRecord([{ fields }], { terminal }))
      const wide = !terminal.interactive.stderr
      const how = { terminal, headers: true, wide }
      if (failed.length > 0) {
        await write(terminal.stderr, (await renderTable(failed, failedColumns, how)).text)
      }
      if (more > 0) await write(terminal.stderr, `… and ${more} more: --failed-to FILE has all.\n`)
      if (!dryRun) return
      const others = run.succeeded > changes.length ? ['… and more: --json has all.'] : []
      const done = 'Nothing was changed: this was a dry run.'
      await write(terminal.stderr, `${[...changes, ...others, done].join('\n')}\n`)
    },
  }
}

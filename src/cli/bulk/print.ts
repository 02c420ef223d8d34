/** What a run over many records prints: a line for each as it commits, and what it came to. */
import { errorBody, invalid } from '../../kernel/errors.ts'
import type { Run } from '../../kernel/run.ts'
import type { RowOutcome } from '../../kernel/runner.ts'
import type { TargetRow } from '../../kernel/selection.ts'
import { type Answering, changeText } from '../answer.ts'
import { ndjsonLine } from '../output/formats.ts'
import { pick } from '../output/pick.ts'
import { renderRecord } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import { renderTable } from '../output/table.ts'
import { write } from '../output/write.ts'
import { rowPrinter } from '../pages.ts'

type One = RowOutcome<TargetRow>

/** What a line has to say; `selector` where it was named by something else than its id. */
type Line = {
  id: string | null
  selector?: string
  outcome: One['result']
  /** Of what was skipped: what is so already. */
  why?: string
  error?: object
  changes?: readonly unknown[]
  messages?: readonly unknown[]
}

const members = ['id', 'selector', 'outcome', 'why', 'error', 'changes', 'messages'] as const

export type RunPrinter = {
  /** Of rows that have been committed. */
  rows(rows: readonly One[]): Promise<void>
  /** Of a run that is done; or, for programs, as far as it has come. */
  end(run: Run): Promise<void>
  isData: boolean
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

const whyOf = (one: One): string | undefined =>
  one.result === 'skipped' ? (one.why ?? 'Nothing to change.') : undefined

const lineOf = (one: One, dryRun: boolean): Line => {
  const { row, result, outcome, error } = one
  const { id, selector } = row.target
  const why = whyOf(one)
  return {
    id,
    ...(selector !== id && { selector }),
    outcome: result,
    ...(why !== undefined && { why }),
    ...(error && { error: errorBody(error) }),
    ...(dryRun && outcome && { changes: outcome.changes, messages: outcome.messages }),
  }
}

const summaryOf = ({ id, state, position, ...run }: Run, dryRun: boolean) => ({
  run: dryRun ? null : id,
  matched: run.matched,
  succeeded: run.succeeded,
  skipped: run.skipped,
  failed: run.failed,
  // Cut short: a script finds here what to go on with.
  ...(!dryRun && state !== 'done' && { left: (run.matched ?? 0) - position }),
  ...(dryRun && { dryRun }),
})

const nothing = Object.fromEntries(members.map(name => [name, null]))

const linePrinter = ({ terminal, fields }: Answering, dryRun: boolean): RunPrinter => ({
  isData: true,
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
  const standard = ['id', 'selector', 'outcome', 'why', 'error.code', 'error.message']
  const printer = await rowPrinter({ ...how, fields: how.fields ?? standard })
  const ids = how.format === 'ids'
  const bare = await rowPrinter({ ...how, fields: undefined })
  return {
    isData: false,
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

/** What is kept of rows until the summary has been told. */
type Kept = {
  failed: { selector: string; message: string }[]
  /** How many were skipped, by what is so already. */
  skipped: Map<string, number>
  /** Of a dry run, a line for each record that would change or be written to. */
  changes: string[]
  messages: number
}

const tablePrinter = ({ terminal }: Answering, dryRun: boolean): RunPrinter => {
  const kept: Kept = { failed: [], skipped: new Map(), changes: [], messages: 0 }
  return {
    isData: false,
    async rows(rows) {
      for (const one of rows) keep(kept, one, dryRun)
    },
    async end(run) {
      const fields = countsOf(run, dryRun)
      await write(terminal.stdout, await renderRecord([{ fields }], { terminal }))
      const how = { terminal, headers: true, wide: !terminal.interactive.stderr }
      if (kept.failed.length > 0) {
        await write(terminal.stderr, (await renderTable(kept.failed, failedColumns, how)).text)
      }
      const lines = linesBelow(kept, run, dryRun)
      if (lines.length > 0) await write(terminal.stderr, `${lines.join('\n')}\n`)
    },
  }
}

const keep = (kept: Kept, one: One, dryRun: boolean): void => {
  const { failed, skipped, changes } = kept
  const { row, error, outcome } = one
  const why = whyOf(one)
  if (why !== undefined) skipped.set(why, (skipped.get(why) ?? 0) + 1)
  if (error && failed.length < mostShown) {
    failed.push({ selector: row.target.selector, message: error.message })
  }
  if (!dryRun || !outcome) return
  kept.messages += outcome.messages.length
  const [change, message] = [outcome.changes[0], outcome.messages[0]]
  if (changes.length >= mostShown || (!change && !message)) return
  changes.push(change ? changeText(change) : `${row.target.selector}: ${messageText(message!)}`)
}

const messageText = ({ template, recipient }: Record<string, unknown>): string =>
  visible(`${template} to ${recipient}`)

/** Of a dry run nothing has succeeded: it would. */
const countsOf = ({ id, matched, ...run }: Run, dryRun: boolean): [string, unknown][] => {
  const names = ['succeeded', 'skipped', 'failed'] as const
  const words = { succeeded: 'would succeed', skipped: 'would be skipped', failed: 'would fail' }
  const counts = names.map((name): [string, unknown] => [dryRun ? words[name] : name, run[name]])
  return [...(dryRun ? [] : [['run', id] as [string, unknown]]), ['matched', matched], ...counts]
}

const linesBelow = (kept: Kept, run: Run, dryRun: boolean): string[] => {
  const more = (count: number, how: string) =>
    count > 0 ? [`… and ${count.toLocaleString('en')} more: ${how}`] : []
  const skipped = [...kept.skipped].map(
    ([why, count]) => `Skipped ${count.toLocaleString('en')}: ${why}`,
  )
  return [
    ...more(run.failed - kept.failed.length, '--failed-to FILE has all.'),
    ...skipped,
    ...kept.changes,
    ...(dryRun ? more(run.succeeded - kept.changes.length, '--json has all.') : []),
    ...(kept.messages > 0 ? [`Would send ${kept.messages.toLocaleString('en')} messages.`] : []),
    ...(dryRun ? ['Nothing was changed: this was a dry run.'] : []),
  ]
}

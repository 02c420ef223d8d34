/** One file, from what was typed to its summary: a run, as any write to many records is one, so that
 * it stops and goes on without doing a row twice. */
import { invalid, StewardError } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import type { Bulk, Run, RunInHand } from '../../kernel/run.ts'
import type { RowOutcome, Runner } from '../../kernel/runner.ts'
import { asStewardError } from '../failure.ts'
import { interruptible } from '../interrupt.ts'
import type { Format } from '../options.ts'
import type { Terminal } from '../output/terminal.ts'
import { write } from '../output/write.ts'
import { progressOn } from '../progress.ts'
import { type FailedRows, failedRowsTo } from './failed-rows.ts'
import { digestOf, type FileRow, type ImportFace, type ReadFlags, rowsOf } from './file.ts'
import { importReport, type Report } from './report.ts'

export type Pursued = {
  operation: AnyOperation
  face: ImportFace
  file: FileInput
  flags: ReadFlags
  runner: Runner
  call: Parameters<Runner['bulk']>[1]
  terminal: Terminal
  format: Format
  /** The command as it is typed, without its flags. */
  line: string
  /** Part of the answer is out. */
  printed(): void
}

/** Answers the exit code. */
export const pursueImport = async (pursued: Pursued): Promise<number> => {
  const { operation, runner, call, terminal, format, flags } = pursued
  const report = importReport(terminal, format, !!call.dryRun)
  const bulk = await runner.bulk(operation, call)
  const { run, digest } = await inHand(pursued, bulk)
  const { state, position, id } = run.run
  if (position > 0 && state !== 'done') {
    const done = position.toLocaleString('en')
    await write(terminal.stderr, `Going on with ${id}: ${done} rows are done.\n`)
  }
  const failures = failedRowsTo(flags['failed-to'], position > 0)
  try {
    await pursue(pursued, { run, digest, report, failures })
  } finally {
    failures.done()
  }
  await report.end(run.run)
  return run.run.failed > 0 ? 7 : 0
}

type InHand = { run: RunInHand; digest: string | undefined }

const inHand = async ({ file, flags, call }: Pursued, bulk: Bulk): Promise<InHand> => {
  const isPiped = file.name === '-'
  if (flags.resume !== undefined) {
    if (isPiped)
      throw invalid('resume', 'Standard input can not be gone on with.', 'Name the file.')
    const [run, digest] = [await bulk.resume(flags.resume), await digestOf(file, flags)]
    checkSame(run.run, digest)
    return { run, digest }
  }
  // Nothing is kept of a dry run. What comes by a pipe would have to be held whole.
  const wanted = !call.dryRun && (!isPiped || call.idempotencyKey !== undefined)
  const digest = wanted ? await digestOf(file, flags) : undefined
  const plan = { input: {}, asked: { file: digest ?? file.name } }
  return { run: (await bulk.begun(plan)) ?? (await bulk.begin(plan)), digest }
}

const checkSame = ({ id, digest, state }: Run, found: string): void => {
  if (state === 'done' || digest === null || digest === found) return
  throw invalid(
    'resume',
    `${id} read another file, or read this one in another way.`,
    'Give the same file and flags, or leave --resume out: rows that are done are skipped then.',
  )
}

type Under = InHand & { report: Report; failures: FailedRows }

/** Row by row to the end, or to where it is stopped; either is told. */
const pursue = async (pursued: Pursued, under: Under): Promise<void> => {
  const { face, file, flags, terminal, call, format } = pursued
  const { run, digest, report, failures } = under
  const left = call.dryRun ? '' : resumeText(pursued, run.run)
  const interruption = interruptible('after the rows under way', left)
  const progress = progressOn(terminal, 'rows', file.size)
  let read = 0
  const heard = {
    async head(head: Parameters<Report['head']>[0]) {
      failures.head(head)
      await report.head(head)
    },
    left: report.left,
    position(bytes: number) {
      read = bytes
    },
  }
  const met = flags['on-conflict']
  const from = run.run.position
  const more = met === undefined ? {} : { onConflict: met }
  const parts = face.read(file, { ...flags, source: flags['failed-to'] !== undefined })
  const rows = rowsOf(parts, heard, { from, digest, more })
  try {
    for await (const one of run.each(rows, { signal: interruption.signal, tally })) {
      if (format === 'ndjson') pursued.printed()
      if (one.error) failures.add(one.row.source)
      await report.row(one)
      progress.step(read)
    }
  } catch (error) {
    throw cutShort(error, pursued, run.run)
  } finally {
    progress.done()
    interruption.done()
  }
  if (run.run.state === 'interrupted') {
    throw cutShort(new StewardError('interrupted', 'Stopped.'), pursued, run.run)
  }
}

const tally = ({ outcome }: RowOutcome<FileRow>): string | undefined =>
  (outcome?.value as { outcome?: string } | undefined)?.outcome

const resumeText = ({ line }: Pursued, { id }: Run): string =>
  `Go on with: ${line} --resume ${id}, and the flags of this time.`

/** What was done stays done; how to go on is said with what went wrong. */
const cutShort = (error: unknown, pursued: Pursued, run: Run): StewardError => {
  const told = asStewardError(error)
  const { id, position, tally, failed } = run
  if (position === 0 || id === '' || told.code === 'conflict') return told
  const done = position.toLocaleString('en')
  // Another file takes the place of one that can't be read, and no run goes on with that.
  const next =
    told.code === 'invalid_input' || pursued.file.name === '-'
      ? `${done} rows before that are done; the same rows are skipped next time.`
      : `${done} rows are done. ${resumeText(pursued, run)}`
  const details = { ...(told.details as object | null), run: id, ...tally, failed }
  return new StewardError(told.code, told.message, {
    hint: [told.hint, next].filter(Boolean).join('\n'),
    field: told.field,
    details,
    cause: told.cause ?? error,
  })
}

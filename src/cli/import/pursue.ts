/** One file, from what was typed to its summary: a run, as any write to many records is one, so that
 * it stops and goes on without doing a row twice. */
import { invalid, StewardError } from '../../kernel/errors.ts'
import type { FileInput } from '../../kernel/fields.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import type { Bulk, Run, RunInHand } from '../../kernel/run.ts'
import type { RowOutcome, Runner } from '../../kernel/runner.ts'
import type { Answering } from '../answer.ts'
import { asStewardError } from '../failure.ts'
import { interruptible } from '../interrupt.ts'
import { write } from '../output/write.ts'
import { keepSmall } from '../pages.ts'
import { progressOn } from '../progress.ts'
import { readAside } from './aside.ts'
import { type FailedRows, failedRowsTo } from './failed-rows.ts'
import {
  digestOf,
  type FileRow,
  type ImportFace,
  type ReadFlags,
  type Reading,
  readHere,
  rowsOf,
} from './file.ts'
import { importReport, type Report } from './report.ts'

export type Pursued = {
  operation: AnyOperation
  face: ImportFace
  file: FileInput
  flags: ReadFlags
  runner: Runner
  call: Parameters<Runner['bulk']>[1]
  how: Answering
  /** The command as it is typed, without its flags. */
  line: string
  /** Part of the answer is out. */
  printed(): void
}

/** Answers the exit code. */
export const pursueImport = async (pursued: Pursued): Promise<number> => {
  const { operation, runner, call, how } = pursued
  const report = importReport(how, !!call.dryRun)
  const bulk = await runner.bulk(operation, call)
  const digest = await digestWanted(pursued)
  // A file that is none is told before there is a run of it.
  const reading = await opened(pursued)
  try {
    return await pursueRun(pursued, await inHand(pursued, bulk, digest), {
      digest,
      reading,
      report,
    })
  } finally {
    await reading.close()
  }
}

const opened = async ({ face, file, flags, operation }: Pursued): Promise<Reading> => {
  const how = { ...flags, source: flags['failed-to'] !== undefined }
  return (await readAside(operation.name, file, how)) ?? readHere(face.read(file, how))
}

const pursueRun = async (
  pursued: Pursued,
  run: RunInHand,
  { digest, reading, report }: Pick<Under, 'digest' | 'reading' | 'report'>,
): Promise<number> => {
  const { how, flags } = pursued
  const { head } = reading
  const { state, position, id } = run.run
  if (position > 0 && state !== 'done') {
    const done = position.toLocaleString('en')
    await write(how.terminal.stderr, `Going on with ${id}: ${done} rows are done.\n`)
  }
  const failures = failedRowsTo(flags['failed-to'], head, {
    goesOn: position > 0,
    marked: (flags.encoding ?? 'utf-8') !== 'utf-8',
  })
  await report.head(head)
  try {
    await pursue(pursued, { run, digest, reading, report, failures })
  } finally {
    failures.done()
  }
  await report.end(run.run)
  return run.run.failed > 0 ? 7 : 0
}

/** Nothing is kept of a dry run. What comes by a pipe would have to be held whole. */
const digestWanted = async ({ file, flags, call }: Pursued): Promise<string | undefined> => {
  if (file.isPiped && flags.resume !== undefined) {
    throw invalid('resume', 'What comes by a pipe can not be gone on with.', 'Name the file.')
  }
  const keyed = call.idempotencyKey !== undefined
  const wanted = flags.resume !== undefined || (!call.dryRun && (!file.isPiped || keyed))
  return wanted ? digestOf(file, flags) : undefined
}

const inHand = async (
  { file, flags }: Pursued,
  bulk: Bulk,
  digest: string | undefined,
): Promise<RunInHand> => {
  if (flags.resume !== undefined) {
    const run = await bulk.resume(flags.resume)
    checkSame(run.run, digest)
    return run
  }
  const plan = { input: {}, asked: { file: digest ?? file.name } }
  return (await bulk.begun(plan)) ?? bulk.begin(plan)
}

/** Any file would do for a run that is at its beginning, and none for one that came by a pipe. */
const checkSame = ({ id, digest, state, position }: Run, found: string | undefined): void => {
  if (state === 'done' || position === 0 || digest === found) return
  const hint = 'leave --resume out: rows that are done are skipped then.'
  if (digest === null) {
    const message = `${id} came by a pipe, so nobody can tell whether this file is the same.`
    throw invalid('resume', message, `Give the file, but ${hint}`)
  }
  throw invalid(
    'resume',
    `${id} read another file, or read this one in another way.`,
    `Give the same file and flags, or ${hint}`,
  )
}

type Under = {
  run: RunInHand
  digest: string | undefined
  reading: Reading
  report: Report
  failures: FailedRows
}

/** Row by row to the end, or to where it is stopped; either is told. */
const pursue = async (pursued: Pursued, under: Under): Promise<void> => {
  const { file, flags, how } = pursued
  const { run, digest, reading, report, failures } = under
  const interruption = interruptible('after the rows under way', nextText(pursued, run.run))
  const progress = progressOn(how.terminal, 'rows', file.size)
  let read = 0
  const heard = {
    left: report.left,
    unknown: report.unknown,
    position(bytes: number) {
      read = bytes
    },
  }
  const met = flags['on-conflict']
  const more = met === undefined ? {} : { onConflict: met }
  const { drafting } = run
  const rows = rowsOf(reading.rows({ from: run.run.position, more, drafting }), heard, digest)
  await keepSmall()
  try {
    for await (const one of run.each(rows, { signal: interruption.signal, tally })) {
      if (how.format === 'ndjson') pursued.printed()
      if (one.error) failures.add(one.row.source)
      await report.row(one)
      progress.step(read)
    }
  } catch (error) {
    throw cutShort(error, pursued, under)
  } finally {
    progress.done()
    interruption.done()
  }
  if (run.run.state === 'interrupted') {
    throw cutShort(new StewardError('interrupted', 'Stopped.'), pursued, under)
  }
}

const tally = ({ outcome }: RowOutcome<FileRow>): string | undefined =>
  (outcome?.value as { outcome?: string } | undefined)?.outcome

/** How what is left is done. Another file takes the place of one that can't be read, and no run goes
 * on with that. */
const nextText = ({ line, file, call }: Pursued, { id }: Run, isFault = false): string => {
  if (call.dryRun) return ''
  if (isFault || file.isPiped) return 'The same rows are skipped next time.'
  return `Go on with: ${line} --resume ${id}, and the flags of this time.`
}

/** What was done stays done; how to go on is said with what went wrong. */
const cutShort = (
  error: unknown,
  pursued: Pursued,
  { run: { run }, report }: Under,
): StewardError => {
  const told = asStewardError(error)
  const { id, position, tally, failed } = run
  if (position === 0 || id === '' || told.code === 'conflict') return told
  const done = `${position.toLocaleString('en')} rows before that are done.`
  const next = nextText(pursued, run, told.code === 'invalid_input')
  const failedRows = report.failed.slice(0, mostFailed)
  return new StewardError(told.code, told.message, {
    hint: [told.hint, failedText(report.failed), `${done} ${next}`].filter(Boolean).join('\n'),
    field: told.field,
    details: { ...(told.details as object | null), run: id, ...tally, failed, failedRows },
    cause: told.cause ?? error,
  })
}

/** Failed rows in the error of an import that was cut short. */
const mostFailed = 1000

const failedText = (failed: Report['failed']): string => {
  if (failed.length === 0) return ''
  const lines = failed.slice(0, 10).map(({ line }) => line)
  return `Failed so far: line ${lines.join(', ')}${failed.length > lines.length ? ' and more' : ''}.`
}

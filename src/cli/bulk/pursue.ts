/**
 * One write over many records, from what was typed to its summary: who they are, whether that many
 * are meant, and then chunk by chunk, each row told once it is committed.
 */
import type { Host } from '../../host.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import type { Bulk, Run, RunInHand, Target } from '../../kernel/run.ts'
import type { RowOutcome, Runner } from '../../kernel/runner.ts'
import {
  type Asked,
  listNameOf,
  nounsOf,
  type TargetRow,
  targetTopic,
} from '../../kernel/selection.ts'
import { catalogue } from '../../services/catalogue.ts'
import { type Answering, nameOf } from '../answer.ts'
import { asStewardError } from '../failure.ts'
import { interruptible } from '../interrupt.ts'
import { visible } from '../output/safe.ts'
import { write } from '../output/write.ts'
import { progressOn } from '../progress.ts'
import type { Source } from './asked.ts'
import { checkCount, countWanted, mostByYes, shownCount } from './count.ts'
import { type Failures, failuresTo, noFailures } from './failures.ts'
import { type RunPrinter, runPrinter } from './print.ts'
import { opened, selectorsIn } from './selectors.ts'

/** What the command knows. */
export type Pursued = {
  operation: AnyOperation
  runner: Runner
  host: Host
  call: Parameters<Runner['bulk']>[1]
  source: Source
  /** What all rows share. */
  input: Record<string, unknown>
  how: Answering
  /** What --confirm said besides the name of the environment. */
  confirmed: readonly string[]
  most: string | undefined
  failedTo: string | undefined
  /** The command as it is typed. */
  line: string
  canAsk: boolean
  /** Whether what is destroyed here takes the name of the environment. */
  isProtected: boolean
  /** Asks whether that many are meant, where that is asked for one, too. */
  consent(question: () => Promise<string>): Promise<void>
  /** "Suspend 3 consumers?" */
  question(whom: string): string
  /** Part of the answer is out. */
  printed(): void
}

/** Answers the exit code. */
export const pursueMany = async (pursued: Pursued): Promise<number> => {
  const { operation, runner, call, how } = pursued
  const printer = await runPrinter(how, !!call.dryRun)
  const bulk = await runner.bulk(operation, call)
  const { run, goesOn, failures } = await inHand(pursued, bulk)
  if (goesOn && run.run.state !== 'done') {
    const { position, matched } = run.run
    await write(
      how.terminal.stderr,
      `Going on with ${run.run.id}: ${position} of ${matched} are done.\n`,
    )
  } else if (goesOn) {
    const { id } = run.run
    await write(
      how.terminal.stderr,
      `${id} is done already: its rows were told then. See steward events list --run ${id}.\n`,
    )
  }
  try {
    await pursue(pursued, run, printer, failures)
  } finally {
    failures.done()
  }
  pursued.printed()
  await printer.end(run.run)
  return run.run.failed > 0 ? 7 : 0
}

type InHand = { run: RunInHand; goesOn: boolean; failures: Failures }

/** The run that is asked for: one that stands already, or a new one, once its count is agreed to. */
const inHand = async (pursued: Pursued, bulk: Bulk): Promise<InHand> => {
  const { source, input, failedTo } = pursued
  const failures = (goesOn: boolean) =>
    failedTo === undefined ? noFailures : failuresTo(failedTo, goesOn)
  if (source.kind === 'resume') {
    const run = await bulk.resume(source.run)
    const { matched, position } = run.run
    await agreeToRest(pursued, run, (matched ?? 0) - position)
    return { run, goesOn: true, failures: failures(true) }
  }
  const asked = await askedOf(source)
  const begun = await bulk.begun({ input, asked })
  if (begun) {
    // The same command says the same count.
    await agreeToRest(pursued, begun, begun.run.matched ?? 0)
    return { run: begun, goesOn: true, failures: failures(true) }
  }
  const { targets } = await bulk.select(await listOf(pursued.operation), asked)
  await agree(pursued, targets)
  const opened = failures(false)
  const run = await bulk.begin({ input, asked, targets }).catch(error => {
    opened.done()
    throw error
  })
  return { run, goesOn: false, failures: opened }
}

const askedOf = async (source: Exclude<Source, { kind: 'resume' }>): Promise<Asked> => {
  if (source.kind === 'filter') return { filter: source.filter }
  if (source.kind === 'words') return { selectors: source.selectors }
  return { selectors: await selectorsIn(opened(source.file, process.stdin)) }
}

/** The list of the topic whose records these are. */
export const listOf = async (operation: AnyOperation): Promise<AnyOperation | null> => {
  const name = listNameOf(targetTopic(operation))
  const load = (catalogue as Record<string, (() => Promise<AnyOperation>) | undefined>)[name]
  return load ? load() : null
}

/** Nothing is changed before it is settled that so many are meant. */
const agree = async (pursued: Pursued, targets: readonly Target[]): Promise<void> => {
  const { operation, call, confirmed, most, canAsk, consent } = pursued
  const topic = nounsOf(operation)
  const matched = targets.length
  const given = checkCount({ matched, topic, confirmed, most })
  if (call.dryRun || matched === 0) return
  const question = async () => pursued.question(await whomOf(pursued, targets))
  const destroys = operation.effect === 'destroy'
  if (matched <= mostByYes || given) {
    // Whoever gave the count has thought about it; what destroys takes a yes besides.
    if (!given || destroys) await consent(question)
    return
  }
  if (!canAsk) throw countWanted(matched, topic)
  if (destroys && pursued.isProtected) await consent(question)
  const { typeCount } = await import('../prompts.ts')
  await typeCount(await question(), matched)
}

/** A few are named in the question, by who they are. */
const mostNamed = 5

const whomOf = async (pursued: Pursued, targets: readonly Target[]): Promise<string> => {
  const { operation, runner, call, input } = pursued
  const first = targets.slice(0, mostNamed)
  const bulk = await runner.bulk(operation, { ...call, dryRun: true, idempotencyKey: undefined })
  const dry = await bulk.begin({ input, asked: {}, targets: first })
  const named: string[] = []
  for await (const { row, outcome } of dry.each(dry.rows())) {
    const [subject] = outcome?.subjects ?? []
    named.push(subject ? nameOf(subject) : visible(row.target.selector))
  }
  const more = targets.length - first.length
  const rest = more > 0 ? ` and ${more.toLocaleString('en')} more` : ''
  const topic = nounsOf(operation)
  return `${shownCount(targets.length, topic)} (${named.join(', ')}${rest})`
}

/** Going on is agreed to as beginning was: it may have been begun by somebody else. `counted` is what a
 * count that was given has to be. */
const agreeToRest = async (
  pursued: Pursued,
  { run }: RunInHand,
  counted: number,
): Promise<void> => {
  const { operation, call, consent, question } = pursued
  const { state, matched, position } = run
  if (state === 'done') return
  const topic = nounsOf(operation)
  const given = checkCount({ matched: counted, topic, ...pursued })
  const left = (matched ?? 0) - position
  if (call.dryRun || left === 0 || (given && operation.effect !== 'destroy')) return
  await consent(async () => question(`the ${shownCount(left, topic)} left`))
}

/** Row by row to the end, or to where it is stopped; either is told. */
const pursue = async (
  pursued: Pursued,
  run: RunInHand,
  printer: RunPrinter,
  failures: Failures,
): Promise<void> => {
  const { how, line, call } = pursued
  const resume = `Go on with: ${line} --resume ${run.run.id}`
  const interruption = interruptible('after the rows under way', call.dryRun ? '' : resume)
  const progress = progressOn(how.terminal, 'rows', (run.run.matched ?? 0) - run.run.position)
  const began = run.run.position
  let seen = 0
  let fresh: RowOutcome<TargetRow>[] = []
  try {
    for await (const one of run.each(run.rows(), { signal: interruption.signal })) {
      fresh.push(one)
      seen++
      if (one.error) failures.add(one.row.target.selector)
      progress.step()
      // The chunk that was committed last has been handed over whole.
      if (began + seen < run.run.position) continue
      pursued.printed()
      await printer.rows(fresh)
      fresh = []
    }
  } catch (error) {
    if (printer.isData) await printer.end(run.run).catch(() => undefined)
    throw cutShort(error, run.run, line)
  } finally {
    progress.done()
    interruption.done()
  }
  if (run.run.state === 'interrupted' || (interruption.signal.aborted && isUnfinished(run.run))) {
    pursued.printed()
    if (printer.isData) await printer.end(run.run)
    throw cutShort(new StewardError('interrupted', 'Stopped.'), run.run, line)
  }
}

const isUnfinished = ({ position, matched }: Run): boolean => position < (matched ?? 0)

/** What was done stays done; how to go on is said with what went wrong. */
const cutShort = (error: unknown, run: Run, line: string): StewardError => {
  const told = asStewardError(error)
  const { id, position, matched, succeeded, skipped, failed } = run
  if (told.code === 'conflict' || id === '') return told
  const so = `${position.toLocaleString('en')} of ${matched?.toLocaleString('en')} are done.`
  const hint = `${so} Go on with: ${line} --resume ${id}`
  const details = {
    ...(told.details as object | null),
    run: id,
    matched,
    succeeded,
    skipped,
    failed,
  }
  return new StewardError(told.code, told.message, {
    hint: [told.hint, hint].filter(Boolean).join('\n'),
    field: told.field,
    details,
    cause: told.cause ?? error,
  })
}

/**
 * How an operation becomes a command: flags from its fields, one run through the runner, one answer.
 * A command file only says what can't be derived: positions, examples, columns.
 */
import { type Host, type HostOptions, openHost } from '../host.ts'
import type { Call } from '../kernel/context.ts'
import { invalid, StewardError } from '../kernel/errors.ts'
import { largestPage } from '../kernel/list.ts'
import { nearest } from '../kernel/nearest.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Answered, Outcome, Runner } from '../kernel/runner.ts'
import { type Answering, isPage, nameOf, printAnswer } from './answer.ts'
import { asStewardError, failureJson, failureText, traceOf } from './failure.ts'
import { argsFrom, flagsFrom } from './fields.ts'
import { missingError, missingFrom, rawInput, type Typed } from './input.ts'
import { Command, setLogger } from './oclif.ts'
import { commonFlags, type Format } from './options.ts'
import { jsonText } from './output/formats.ts'
import type { Section } from './output/record.ts'
import type { Column } from './output/table.ts'
import { type Terminal, terminalOf } from './output/terminal.ts'
import { write } from './output/write.ts'
import { type PageLike, rowPrinter } from './pages.ts'

/** What a command adds to its operation. */
export type Face = {
  /** Fields given by position, in this order. */
  positionals?: readonly string[]
  examples: readonly string[]
  description?: string
  /** For a list: its columns. */
  columns?: readonly Column[]
  /** For a record: how it reads to a person. */
  sections?: (value: never, terminal: Terminal) => Section[]
  /** For an answer that is a text of its own: that text, printed as it is. */
  text?: (value: never) => string
  /** What was done, in the past: "Suspended". */
  done?: string
  /** The exit code of an answer that is not an error and not a success either. */
  exitCode?: (value: never) => number
  /** What to say on stderr beside the answer, instead of whom it changed. */
  note?: (value: never) => string
  /** Text above a list, on a terminal only. */
  head?: (run: RunOther, terminal: Terminal) => Promise<string>
}

/** Runs another operation on the way, as the same person. */
export type RunOther = (operation: AnyOperation, raw?: Record<string, unknown>) => Promise<unknown>

type Flags = Typed & { output?: string; json?: boolean; fields?: string; columns?: string }

/** What a command needs of oclif's Config when it is started without one. */
export type DirectConfig = Pick<
  Command['config'],
  'root' | 'version' | 'bin' | 'runHook' | 'scopedEnvVarKeys'
>

/** A command class, to whoever starts it directly. */
export type DirectCommand = {
  id: string
  args: object
  new (argv: string[], config: DirectConfig): StewardCommand
}

const silent = () => undefined
const quiet = { debug: silent, error: silent, info: silent, trace: silent, warn: silent }
const noLogger = { ...quiet, namespace: 'oclif', child: () => noLogger }

/** What every command of ours is: it knows how to open the house and how to fail. */
export abstract class StewardCommand extends Command {
  /** Answers are printed by us, in every format; oclif's own JSON flag stays off. */
  static override enableJsonFlag = false
  protected flags: Flags = {}
  /** Part of the answer is out already. */
  protected begun = false
  private host: Host | undefined

  /** oclif's own preparations are for deprecated names, and there are none. */
  protected override async init(): Promise<void> {}

  /** Runs the command as oclif's `run` does once it has found it: see direct.ts. */
  async start(): Promise<void> {
    // oclif's own logger is for DEBUG, which takes the long way, and it is slow to load.
    setLogger({ root: this.config.root, logger: noLogger })
    await this._run()
  }

  /** The words typed, with nothing required: what is missing is ours to tell, all at once. */
  protected async typed(): Promise<Flags> {
    const { flags, args } = this.ctor
    const options = { flags: relaxed(flags), args: relaxed(args), strict: true }
    const parsed = await this.parse(options as never, this.argv)
    const typed = { ...(parsed.args as Typed), ...(parsed.flags as Typed) } as Flags
    checkChoices(flags, typed)
    this.flags = typed
    return typed
  }

  protected get terminal(): Terminal {
    return terminalOf(process, this.flags['no-color'] ? { color: false } : {})
  }

  protected get format(): Format {
    return this.flags.json ? 'json' : ((this.flags.output ?? this.standardFormat) as Format)
  }

  /** What is printed unless a format is asked for. */
  protected get standardFormat(): Format {
    return 'table'
  }

  /** Whether a list goes on past its first page. */
  protected get everything(): boolean {
    return !!this.flags.all
  }

  protected answering(face: Pick<Face, 'columns' | 'sections' | 'text'>): Answering {
    const { fields, columns } = this.flags
    const listed = (text: string | undefined) => text?.split(',').map(name => name.trim())
    const wanted = listed(columns)
    const all = face.columns ?? []
    return {
      terminal: this.terminal,
      format: this.format,
      fields: listed(fields),
      headers: !this.flags['no-headers'],
      wide: !!this.flags.wide,
      columns: wanted
        ? wanted.map(key => all.find(column => column.key === key) ?? { key, title: key })
        : all,
      sections: face.sections,
      text: face.text,
    }
  }

  /** Prints what no operation answered. */
  protected async show(value: unknown, sections?: Face['sections']): Promise<void> {
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ sections }))
  }

  /** Who is calling and how, for the runner. */
  protected call(host: Host, operation: AnyOperation): Call {
    const { flags } = this
    return {
      credential: host.credential,
      origin: host.origin,
      dryRun: !!flags['dry-run'],
      idempotencyKey: flags['idempotency-key'] as string | undefined,
      reason: operation.input.reason ? undefined : (flags.reason as string | undefined),
    }
  }

  /** The command as it is typed. */
  protected get line(): string {
    return `steward ${this.ctor.id.replaceAll(':', ' ')}`
  }

  protected async open(options: Partial<HostOptions> = {}): Promise<Host> {
    const { root, version } = this.config
    this.host = await openHost({ root, version, env: process.env, ...options })
    return this.host
  }

  protected override async catch(error: unknown): Promise<void> {
    const told = asStewardError(error)
    const json = this.format === 'json' || this.format === 'ndjson' || this.argv.includes('--json')
    // What is half printed is no place for an error: it would be neither the answer nor an error.
    if (json && !this.begun) await write(process.stdout, jsonText(failureJson(told)))
    else await write(process.stderr, failureText(told))
    if (process.env.DEBUG) process.stderr.write(traceOf(told))
    process.exitCode = told.exitCode
  }

  protected override async finally(): Promise<void> {
    await this.host?.close()
  }
}

/** oclif's own words for this repeat the value that was typed. */
const checkChoices = (specs: object, typed: Typed): void => {
  for (const [name, { options }] of Object.entries(specs) as [string, { options?: string[] }][]) {
    const value = typed[name]
    if (!options || typeof value !== 'string' || options.includes(value)) continue
    const near = nearest(value, options)
    const hint = near ? `Did you mean ${near}?` : undefined
    throw invalid(name, `--${name} must be one of ${options.join(', ')}.`, hint)
  }
}

/** Nothing required and nothing enumerated: what is missing or wrong is ours to tell. */
const relaxed = (specs: object): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { ...spec, required: false, options: undefined },
    ]),
  )

export abstract class OperationCommand extends StewardCommand {
  protected abstract get operation(): AnyOperation
  protected abstract get face(): Face

  async run(): Promise<void> {
    const { face } = this
    const typed = await this.typed()
    const host = await this.open()
    const raw = await this.input(host, typed)
    await this.prepareHost(host)
    await this.confirm(host, raw)
    const runner = await host.runner()
    if (this.everything) return this.printAll(runner, host, raw)
    const outcome = await this.perform(runner, host, raw)
    await this.print(host, outcome)
    if (face.exitCode) process.exitCode = face.exitCode(outcome.value as never)
  }

  /** Room for what has to come before an operation can run at all. */
  protected async prepareHost(_host: Host): Promise<void> {}

  /** One run, unless a command has to go on until all is done. */
  protected perform(runner: Runner, host: Host, raw: Record<string, unknown>): Promise<Outcome> {
    return runner.run(this.operation, raw, this.call(host, this.operation))
  }

  /** What was typed, and on a terminal what is asked for. */
  protected async input(host: Host, typed: Typed): Promise<Record<string, unknown>> {
    const { operation, face } = this
    const raw = await rawInput(operation.input, typed, process)
    const missing = missingFrom(operation.input, raw)
    if (missing.length === 0) return raw
    if (!this.canAsk) {
      throw missingError(this.line, operation.input, raw, face.positionals ?? [])
    }
    const { askFor } = await import('./prompts.ts')
    return { ...raw, ...(await askFor(missing, operation.input, host.clock())) }
  }

  private get canAsk(): boolean {
    const { stdin, stderr } = this.terminal.interactive
    return stdin && stderr
  }

  private async confirm(host: Host, raw: Record<string, unknown>): Promise<void> {
    await this.consent(async () => {
      const runner = await host.runner()
      const call = { ...this.call(host, this.operation), dryRun: true }
      const { subjects } = await runner.run(this.operation, raw, call)
      const verb = verbOf(this.operation)
      const whom = subjects.map(nameOf).join(', ') || 'go ahead'
      return `${verb}${verb.includes(' ') ? ':' : ''} ${whom}?`
    })
  }

  /** A status change is asked once on a terminal and goes ahead off it; destroy needs --yes. */
  protected async consent(question: () => Promise<string>): Promise<void> {
    const { operation, flags } = this
    if (flags.yes || flags['dry-run']) return
    if (operation.effect !== 'destroy' && !operation.confirm) return
    if (!this.canAsk) {
      if (operation.effect !== 'destroy') return
      throw new StewardError(
        'invalid_input',
        'This can not be taken back lightly: it needs --yes.',
        {
          field: 'yes',
          hint: 'See what it would do with --dry-run.',
        },
      )
    }
    const { confirm } = await import('./prompts.ts')
    await confirm(await question())
  }

  /** Page after page until the end, or until nobody reads any more. */
  private async printAll(runner: Runner, host: Host, raw: Record<string, unknown>): Promise<void> {
    const { operation } = this
    const printer = await rowPrinter(this.answering(this.face))
    let page: PageLike | undefined
    do {
      const wanted = {
        ...raw,
        limit: raw.limit ?? largestPage,
        cursor: page?.nextCursor ?? raw.cursor,
      }
      const { value } = await runner.run(operation, wanted, this.call(host, operation))
      page = value as PageLike
      this.begun = true
      if ((await printer.rows(page.data)) === 'closed') return
    } while (page.hasMore)
    await printer.end(page.total)
  }

  protected async print(host: Host, outcome: Answered): Promise<void> {
    const { face } = this
    const how = this.answering(face)
    const { stdout, stderr } = this.terminal
    if (face.head && how.format === 'table' && this.terminal.interactive.stdout) {
      const runner = await host.runner()
      const other: RunOther = async (operation, raw = {}) =>
        (await runner.run(operation, raw, this.call(host, operation))).value
      await write(stdout, await face.head(other, this.terminal))
    }
    await printAnswer(outcome, how)
    const note = noteOn(outcome, face)
    if (note) await write(stderr, `${note}\n`)
  }
}

const verbOf = ({ name }: AnyOperation): string => {
  const verb = name.slice(name.lastIndexOf('.') + 1).replaceAll('-', ' ')
  return verb[0]!.toUpperCase() + verb.slice(1)
}

/** What a person should know beside the data: whom it changed, or what is not shown. */
const noteOn = (outcome: Answered, face: Face): string | null => {
  const { value, changes, dryRun, replayed } = outcome
  if (replayed) return 'This was done before with the same key; nothing was done now.'
  if (dryRun) return 'Nothing was changed: this was a dry run.'
  if (isPage(value) && value.hasMore) return moreNote(value.data.length, value.total)
  if (face.note) return face.note(value as never)
  if (!face.done) return null
  return changes.length === 0
    ? 'Nothing to change.'
    : `${face.done}: ${changes.map(change => nameOf(change.subject)).join(', ')}`
}

const moreNote = (shown: number, total: number | null): string => {
  const of = total === null ? '' : ` of ${total.toLocaleString('en')}`
  return `${shown}${of} shown. More: --cursor with nextCursor, --limit N, or --all.`
}

/** The command class of an operation. oclif keeps enumerable statics in its manifest, so what is
 * not for it stands behind getters. */
export const commandFor = (operation: AnyOperation, face: Face) =>
  class extends OperationCommand {
    static override summary = operation.summary
    static override description = face.description
    static override examples = [...face.examples]
    static override args = argsFrom(operation.input, face.positionals ?? [])
    static override flags = {
      ...flagsFrom(operation.input, face.positionals ?? []),
      ...commonFlags(operation, !!face.columns),
    }

    protected override get operation() {
      return operation
    }

    protected override get face() {
      return face
    }
  }

/** What every command of ours is: it knows how to open the house, how to answer and how to fail. */
import { fstatSync } from 'node:fs'
import { type Host, type HostOptions, openHost } from '../host.ts'
import type { Actor, Call } from '../kernel/context.ts'
import { unavailable } from '../kernel/errors.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Runner } from '../kernel/runner.ts'
import { type Answering, printAnswer } from './answer.ts'
import type { Face } from './command.ts'
import { currentEnvironment } from './environments/current.ts'
import type { Environment } from './environments/resolve.ts'
import { generalExits } from './exits.ts'
import { type Absent, asStewardError, failureJson, failureText, traceOf } from './failure.ts'
import type { Typed } from './input.ts'
import { Command, setLogger } from './oclif.ts'
import type { Format } from './options.ts'
import { jsonText } from './output/formats.ts'
import { here } from './output/standard.ts'
import type { Column } from './output/table.ts'
import { type Terminal, terminalOf } from './output/terminal.ts'
import type { Row } from './output/value.ts'
import { write } from './output/write.ts'
import type { openPager, Pager } from './pager.ts'
import { checkChoices, relaxed } from './parse.ts'
import type { Place, SessionStore } from './session-store.ts'
import { whoseLog } from './whose-log.ts'

export type Flags = Typed & {
  output?: string
  json?: boolean
  fields?: string
  columns?: string
  env?: string
  time?: 'relative' | 'iso'
}

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

/** Names with commas between them. */
export const listed = (text: string): string[] => text.split(',').map(name => name.trim())

/** What every command of ours is: it knows how to open the house and how to fail. */
export abstract class StewardCommand extends Command {
  /** Answers are printed by us, in every format; oclif's own JSON flag stays off. */
  static override enableJsonFlag = false
  /** Those that it can end with. */
  static exitCodes: readonly number[] = generalExits
  protected flags: Flags = {}
  /** What --provider said: a topic has a position of that name. */
  protected within: Typed[string]
  /** What was typed by position, in order: more than there are positions where `strict` is off. */
  protected words: readonly string[] = []
  /** Part of the answer is out already. */
  protected begun = false
  private host: Host | undefined
  private found: Environment | undefined
  private announced = false
  private pager: Pager | undefined
  private openPager: typeof openPager | undefined

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
    const { strict } = this.ctor
    const options = { flags: relaxed(flags), args: relaxed(args, { multiple: false }), strict }
    const parsed = await this.parse(options as never, this.argv)
    this.words = parsed.raw.filter(({ type }) => type === 'arg').map(({ input }) => input)
    const { provider, ...given } = parsed.flags as Typed
    this.within = provider
    const typed = { ...(parsed.args as Typed), ...given } as Flags
    checkChoices(flags, typed)
    checkChoices(args, typed, name => name.toUpperCase())
    this.flags = typed
    if (typed.pager) this.openPager = (await import('./pager.ts')).openPager
    return typed
  }

  protected get terminal(): Terminal {
    const { time, 'no-color': plain } = this.flags
    const terminal = terminalOf(here, { color: plain ? false : undefined, time })
    const open = this.openPager
    if (!open || !terminal.interactive.stdout) return terminal
    // It starts with the first text for it, when all questions have been asked. Hints belong behind
    // what they are about, so they go through it as well.
    const get = () => {
      this.pager ??= open(process.env)
      return this.pager.input
    }
    return Object.create(terminal, { stdout: { get }, stderr: { get } })
  }

  /** Where this command is at work. Throws `invalid_input` for an environment that isn't there. */
  protected get environment(): Environment {
    this.found ??= currentEnvironment(this.flags.env, process)
    return this.found
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

  protected answering(face: Pick<Face, 'columns' | 'sections' | 'foretold' | 'text'>): Answering {
    const { fields, columns } = this.flags
    const wanted = columns === undefined ? undefined : listed(columns)
    const all = face.columns ?? []
    return {
      terminal: this.terminal,
      format: this.format,
      fields: fields === undefined ? undefined : listed(fields),
      headers: !this.flags['no-headers'],
      wide: !!this.flags.wide,
      columns: wanted
        ? wanted.map(key => all.find(column => column.key === key) ?? { key, title: key })
        : all,
      sections: face.sections,
      foretold: face.foretold,
      text: face.text,
    }
  }

  /** Prints what no operation answered. */
  protected async show(value: unknown, sections?: Face['sections']): Promise<void> {
    await this.announce(null)
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ sections }))
  }

  /** Whether somebody is there to answer a question. */
  protected get canAsk(): boolean {
    const { stdin, stderr } = this.terminal.interactive
    return stdin && stderr
  }

  /** The house's runner. Where something sensitive wants a fresh proof, that is seen to. */
  protected async runner(host: Host): Promise<Runner> {
    const runner = await host.runner()
    if (host.credential.kind !== 'session') return runner
    const { withFreshProof } = await import('./freshness.ts')
    return withFreshProof(runner, host, {
      typed: this.flags,
      sources: process,
      canAsk: this.canAsk,
    })
  }

  /** Prints a list that no operation answered: all of it. */
  protected async showPage(data: Row[], columns: readonly Column[]): Promise<void> {
    const value = { data, hasMore: false, nextCursor: null, total: data.length }
    const outcome = { value, replayed: false, dryRun: false, changes: [], messages: [] }
    await printAnswer(outcome, this.answering({ columns }))
  }

  /** Who is calling and how, for the runner. */
  protected call(host: Host, operation: AnyOperation): Call {
    const { flags } = this
    return {
      credential: host.credential,
      origin: host.origin,
      dryRun: !!flags['dry-run'],
      idempotencyKey: flags['idempotency-key'] as string | undefined,
      provider: this.within as string | undefined,
      reason: operation.input.reason ? undefined : (flags.reason as string | undefined),
    }
  }

  /** The command as it is typed. */
  protected get line(): string {
    return `steward ${this.ctor.id.replaceAll(':', ' ')}`
  }

  protected async open(options: Partial<HostOptions> = {}): Promise<Host> {
    const { root, version } = this.config
    const session: HostOptions['session'] = async at => (await this.sessionStore(at)).read()
    const own = options.home !== undefined
    const databaseUrl = own ? undefined : this.environment.databaseUrl
    const signedIn = (actor: Actor) => this.letIn(actor)
    const around = { root, version, env: process.env, session, databaseUrl, signedIn }
    this.host = await openHost({ ...around, ...options })
    return this.host
  }

  /** Where the sign-in to this database is kept between commands. */
  protected async sessionStore(place: Place): Promise<SessionStore> {
    const { sessionStoreAt } = await import('./session-store.ts')
    return sessionStoreAt(place, this.config.root, process.env)
  }

  /** Says once whose log it is, where that is the question. */
  private async letIn(actor: Actor): Promise<void> {
    const line = this.announced ? null : whoseLog(this.ctor.id, actor)
    await this.announce(actor)
    if (line) await write(here.stderr, line)
  }

  /** Says once where this is and as whom, to whoever watches. */
  protected async announce(actor: Actor | null): Promise<void> {
    if (this.announced || !this.host || !this.found) return
    this.announced = true
    // Asking the stream would make it first, which takes a tenth of a whole command.
    if (!fstatSync(2).isCharacterDevice()) return
    const terminal = terminalOf(here, { color: this.flags['no-color'] ? false : undefined })
    if (!terminal.interactive.stderr) return
    const { bannerText } = await import('./environments/banner.ts')
    await write(terminal.stderr, await bannerText(this.found, actor, terminal))
  }

  /** Flags that one would look for here, and why there are none. */
  protected get absent(): Absent {
    return {}
  }

  protected override async catch(error: unknown): Promise<void> {
    await this.leavePager()
    await this.announce(null)
    const told = asStewardError(error, this.ctor.flags, this.absent)
    const json = this.format === 'json' || this.format === 'ndjson' || this.argv.includes('--json')
    // What is half printed, or takes nothing, is no place for an error.
    const asData = json && !this.begun && told.field !== 'output'
    const onStderr = () => write(here.stderr, failureText(told))
    if (asData) await write(here.stdout, jsonText(failureJson(told))).catch(onStderr)
    else await onStderr()
    if (process.env.DEBUG) await write(here.stderr, traceOf(told))
    process.exitCode = told.exitCode
  }

  protected override async finally(): Promise<void> {
    await this.leavePager()
    await this.host?.close()
  }

  private async leavePager(): Promise<void> {
    const code = await this.pager?.close()
    this.pager = undefined
    if (code !== 126 && code !== 127) return
    const hint = 'Set PAGER to a program that is here.'
    const error = unavailable('There is no such pager.', { hint })
    await write(here.stderr, failureText(error))
    process.exitCode = error.exitCode
  }
}

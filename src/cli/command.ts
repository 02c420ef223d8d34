/**
 * How an operation becomes a command: flags from its fields, one run through the runner, one answer.
 * A command file only says what can't be derived: positions, examples, columns.
 */
import type { Host } from '../host.ts'
import { StewardError } from '../kernel/errors.ts'
import type { Fields } from '../kernel/fields.ts'
import { largestPage } from '../kernel/list.ts'
import type { AnyOperation } from '../kernel/operation.ts'
import type { Answered, Outcome, Runner } from '../kernel/runner.ts'
import { nounsOf, targetOf } from '../kernel/selection.ts'
import { nameOf, printAnswer } from './answer.ts'
import { isNobody, type Many, manyOf, readsStdin, refuseBeside, wordsFor } from './bulk/asked.ts'
import { checkCount } from './bulk/count.ts'
import { type Confirmed, confirmedBy } from './environments/guard.ts'
import { exitsOf } from './exits.ts'
import type { Absent } from './failure.ts'
import { argsFrom, flagName, flagsFrom } from './fields.ts'
import { missingError, missingFrom, rawInput, type Typed } from './input.ts'
import { noteOn } from './note.ts'
import { commonFlags, documentFlags } from './options.ts'
import type { Section } from './output/record.ts'
import type { Column } from './output/table.ts'
import type { Terminal } from './output/terminal.ts'
import { write } from './output/write.ts'
import { keepSmall, type PageLike, pagesOf, rowPrinter } from './pages.ts'
import { type Flags, listed, StewardCommand } from './steward-command.ts'

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
  /** What a dry run would have done, where that says more than what would change. */
  foretold?: (value: never, terminal: Terminal) => Section[]
  /** For an answer that is a text of its own: that text, printed as it is. */
  text?: (value: never) => string
  /** A list that is printed to its end, however long: an export. */
  whole?: boolean
  /** Flags that one would look for here, and why there are none. */
  absent?: Absent
  /** What was done, in the past: "Suspended". */
  done?: string
  /** The exit code of an answer that is not an error and not a success either. */
  exitCode?: (value: never) => number
  /** What to say on stderr beside the answer, instead of whom it changed. */
  note?: (value: never) => string
  /** The answer is a document: --to FILE keeps it in a file of its own. */
  document?: boolean
  /** What is asked before it goes ahead, where whom it changes doesn't say enough. */
  question?: (preview: Outcome, run: RunOther) => Promise<string>
  /** Of what is severe: the name that --confirm says, or that is typed where somebody can be asked. */
  nameTyped?: (foreseen: never) => string
  /** What has to follow the commit, once, however much was done. Answers what to say on stderr. */
  afterwards?: (host: Host, run: RunOther) => Promise<string>
  /** Text above a list, on a terminal only. */
  head?: (run: RunOther, terminal: Terminal) => Promise<string>
}

/** Runs another operation on the way, as the same person. */
export type RunOther = (operation: AnyOperation, raw?: Record<string, unknown>) => Promise<unknown>

export abstract class OperationCommand extends StewardCommand {
  protected abstract get operation(): AnyOperation
  protected abstract get face(): Face
  /** What --confirm said. */
  protected confirmed: Confirmed = { byName: false, others: [] }

  async run(): Promise<void> {
    const { face } = this
    const typed = await this.typed()
    if (typed.to !== undefined && face.document) {
      const { refuseTaken } = await import('./output/saved.ts')
      refuseTaken(String(typed.to))
    }
    const many = this.many(typed)
    if (!many) await this.checkNames()
    const host = await this.open()
    if (many) return this.pursue(host, many)
    const raw = await this.input(host, typed)
    await this.prepareHost(host)
    await this.confirm(host, raw)
    const runner = await this.runner(host)
    if (this.everything) return this.printAll(runner, host, raw)
    const outcome = await this.perform(runner, host, raw)
    await this.print(host, outcome)
    await this.follow(host, outcome)
    if (face.exitCode) process.exitCode = face.exitCode(outcome.value as never)
  }

  /** The environment's name is for us; anything else is the operation's to judge. */
  protected override async typed(): Promise<Flags> {
    const typed = await super.typed()
    const values = typed.confirm as string[] | undefined
    if (!values) return typed
    this.confirmed = confirmedBy(values, this.environment)
    typed.confirm = this.confirmed.others[0]
    return typed
  }

  /** What --fields and --columns name is there, so that nothing is done or printed for a slip. */
  protected async checkNames(output = this.operation.output): Promise<void> {
    const { fields, columns, to, 'dry-run': dryRun } = this.flags
    if ((fields ?? columns) === undefined || to !== undefined || dryRun) return
    const { refuseUnpromised } = await import('./output/promised.ts')
    const besides = this.face.columns?.map(({ key }) => key) ?? []
    if (fields) refuseUnpromised(output, { from: 'fields', names: listed(fields) }, ['replayed'])
    if (columns) refuseUnpromised(output, { from: 'columns', names: listed(columns) }, besides)
  }

  /** Room for what has to come before an operation can run at all. */
  protected async prepareHost(_host: Host): Promise<void> {}

  /** One run, unless a command has to go on until all is done. */
  protected perform(runner: Runner, host: Host, raw: Record<string, unknown>): Promise<Outcome> {
    return runner.run(this.operation, raw, this.call(host, this.operation))
  }

  /** What was typed, and on a terminal what is asked for. */
  protected input(host: Host, typed: Typed): Promise<Record<string, unknown>> {
    return this.inputOf(host, this.operation.input, typed, this.line)
  }

  /** The fields as a person is asked for them: what is required then, and what there is to choose. */
  protected async askable(_host: Host, fields: Fields): Promise<Fields> {
    return fields
  }

  private async inputOf(
    host: Host,
    fields: Fields,
    typed: Typed,
    line: string,
  ): Promise<Record<string, unknown>> {
    const raw = await rawInput(fields, typed, process)
    const missing = missingFrom(fields, raw)
    if (missing.length === 0) return raw
    if (!this.canAsk) {
      const error = missingError(line, fields, raw, this.face.positionals ?? [])
      throw missing.includes(targetOf(this.operation) ?? '') ? orMany(error) : error
    }
    await this.announce(null)
    const { fillIn } = await import('./form.ts')
    const asked = await this.askable(host, fields)
    return { ...raw, ...(await fillIn(missingFrom(asked, raw), asked, host.clock())) }
  }

  /** What it is about, where that is more than one record. */
  private many(typed: Flags): Many | null {
    const positionals = this.face.positionals ?? []
    if (targetOf(this.operation) !== positionals[0]) return null
    const many = manyOf(this.words, typed, positionals)
    if (many) return isNobody(many) ? null : many
    checkCount({ matched: 1, topic: nounsOf(this.operation), confirmed: this.counts })
    return null
  }

  /** What --confirm said that can only be a count. */
  private get counts(): string[] {
    return this.confirmed.others.filter(value => value !== this.environment.name)
  }

  private async pursue(host: Host, { source, typed }: Many): Promise<void> {
    const { operation, face, flags, counts } = this
    // The count is settled apart from the name.
    this.confirmed = { ...this.confirmed, others: [] }
    const target = targetOf(operation)!
    const { [target]: _, ...shared } = operation.input as Fields
    const named =
      source.kind === 'words' ? `${flagName(target).toUpperCase()}...` : wordsFor[source.kind]
    const line = `${this.line} ${named}`
    if (source.kind === 'resume') refuseBeside(typed, { ...shared, reason: true })
    const input = source.kind === 'resume' ? {} : await this.inputOf(host, shared, typed, line)
    await this.prepareHost(host)
    const { pursueMany } = await import('./bulk/pursue.ts')
    process.exitCode = await pursueMany({
      ...{ operation, host, source, input },
      runner: await this.runner(host),
      call: this.call(host, operation),
      how: this.answering(face),
      confirmed: counts,
      isProtected: this.environment.protected,
      most: flags['max-affected'] as string | undefined,
      failedTo: flags['failed-to'] as string | undefined,
      line: this.line,
      canAsk: this.canAsk && !readsStdin(source),
      consent: question => this.consent(question, !readsStdin(source)),
      question: whom => questionOf(operation, whom),
      printed: () => {
        this.begun = true
      },
    })
    await this.follow(host, { dryRun: !!flags['dry-run'] })
  }

  private async confirm(host: Host, raw: Record<string, unknown>): Promise<void> {
    const { face, flags, environment } = this
    if (face.nameTyped && !flags['dry-run']) {
      if (raw.confirm === undefined && this.canAsk) {
        const preview = await this.preview(host, raw)
        raw.confirm = await this.nameFor(preview, face.nameTyped(preview.value as never))
      }
      if (!environment.protected) return
    }
    await this.consent(async () => {
      const preview = await this.preview(host, raw)
      await this.foretell(preview)
      const runner = await this.runner(host)
      if (face.question) return face.question(preview, this.other(runner, host))
      return this.questionFor(preview)
    })
  }

  private async preview(host: Host, raw: Record<string, unknown>): Promise<Outcome> {
    const runner = await this.runner(host)
    return runner.run(this.operation, raw, { ...this.call(host, this.operation), dryRun: true })
  }

  private questionFor({ subjects }: Outcome): string {
    return questionOf(this.operation, subjects.map(nameOf).join(', ') || 'go ahead')
  }

  /** The name, once it has been typed. Throws `declined`. */
  private async nameFor(preview: Outcome, name: string): Promise<string> {
    const { typeName } = await import('./prompts.ts')
    await typeName(this.questionFor(preview), name, 'To go on, type its name')
    return name
  }

  /** What is about to be done, above the question whether it should be. */
  private async foretell({ value }: Outcome): Promise<void> {
    const { foretold } = this.face
    if (!foretold) return
    const { terminal } = this
    const { renderRecord } = await import('./output/record.ts')
    await write(
      terminal.stderr,
      await renderRecord(foretold(value as never, terminal), { terminal }),
    )
  }

  /** A status change is asked once on a terminal and goes ahead off it; destroy needs --yes. */
  protected async consent(question: () => Promise<string>, hasInput = true): Promise<void> {
    const { operation, flags } = this
    if (flags['dry-run']) return
    if (operation.effect === 'destroy' && this.environment.protected) {
      const { requireName } = await import('./environments/guard.ts')
      const canAsk = this.canAsk && hasInput
      return requireName(this.environment.name!, this.confirmed, canAsk, question)
    }
    if (flags.yes) return
    if (operation.effect !== 'destroy' && !operation.confirm) return
    if (!this.canAsk) {
      if (operation.effect !== 'destroy') return
      throw needsYes('This can not be taken back lightly: it needs --yes.')
    }
    if (!hasInput)
      throw needsYes('Standard input has ended, so nobody can be asked: it needs --yes.')
    const { confirm } = await import('./prompts.ts')
    await confirm(await question())
  }

  private async follow(host: Host, { dryRun }: Pick<Outcome, 'dryRun'>): Promise<void> {
    const { afterwards } = this.face
    if (!afterwards || dryRun) return
    const other = this.other(await this.runner(host), host)
    await write(this.terminal.stderr, `${await afterwards(host, other)}\n`)
  }

  /** Page after page until the end, or until nobody reads any more. */
  private async printAll(runner: Runner, host: Host, raw: Record<string, unknown>): Promise<void> {
    const { operation } = this
    await keepSmall()
    const printer = await rowPrinter(this.answering(this.face))
    const ask = async (cursor: unknown = raw.cursor) => {
      const wanted = { ...raw, limit: raw.limit ?? largestPage, cursor }
      return (await runner.run(operation, wanted, this.call(host, operation))).value as PageLike
    }
    let last: PageLike | undefined
    for await (const page of pagesOf(ask, !host.store.atOnce)) {
      last = page
      this.begun = true
      if ((await printer.rows(page.data)) === 'closed') return
    }
    const { data: _, hasMore: __, nextCursor: ___, total, ...more } = last!
    await printer.end(total, more)
    const note = this.face.note?.(last as never)
    if (note) await write(this.terminal.stderr, `${note}\n`)
  }

  private other(runner: Runner, host: Host): RunOther {
    return async (operation, raw = {}) => {
      // The key is that of the command's own operation.
      const call = { ...this.call(host, operation), idempotencyKey: undefined }
      return (await runner.run(operation, raw, call)).value
    }
  }

  protected async print(host: Host, outcome: Answered): Promise<void> {
    const { face } = this
    const how = this.answering(face)
    const { terminal } = this
    if (this.flags.to !== undefined && face.document) {
      const { saved } = await import('./output/saved.ts')
      return printAnswer({ ...outcome, value: saved(String(this.flags.to), outcome.value) }, how)
    }
    if (face.head && how.format === 'table' && terminal.interactive.stdout) {
      const other = this.other(await this.runner(host), host)
      await write(terminal.stdout, await face.head(other, terminal))
    }
    await printAnswer(outcome, how)
    const note = noteOn(outcome, face)
    if (note) await write(terminal.stderr, `${note}\n`)
  }
}

/** Where nobody was named, many could have been. */
const orMany = ({ code, message, hint, field, details }: StewardError): StewardError => {
  const many = 'For many: several of them, --from FILE or --filter FILTER.'
  return new StewardError(code, message, { hint: `${hint}\n${many}`, field, details })
}

const needsYes = (message: string): StewardError =>
  new StewardError('invalid_input', message, {
    field: 'yes',
    hint: 'See what it would do with --dry-run.',
  })

const questionOf = (operation: AnyOperation, whom: string): string => {
  const verb = verbOf(operation)
  return `${verb}${verb.includes(' ') ? ':' : ''} ${whom}?`
}

const verbOf = ({ name }: AnyOperation): string => {
  const verb = name.slice(name.lastIndexOf('.') + 1).replaceAll('-', ' ')
  return verb[0]!.toUpperCase() + verb.slice(1)
}

/** What can be typed: a list that always goes to its end has no pages to speak of. */
const typedFields = ({ input }: AnyOperation, { whole }: Face): Fields => {
  const { limit, cursor, ...rest } = input as Fields
  return whole ? rest : input
}

/** The command class of an operation. oclif keeps enumerable statics in its manifest, so what is
 * not for it stands behind getters. */
export const commandFor = (operation: AnyOperation, face: Face) =>
  class extends OperationCommand {
    static override summary = operation.summary
    static override description = face.description
    static override examples = [...face.examples]
    static operationName = operation.name
    static override exitCodes = exitsOf(operation, targetOf(operation) ? [7] : [])
    static override strict = !targetOf(operation)
    static override args = argsFrom(operation.input, face.positionals ?? [], targetOf(operation))
    static override flags = {
      ...flagsFrom(typedFields(operation, face), face.positionals ?? []),
      ...commonFlags(operation, !!face.columns, !face.whole),
      ...(face.document && documentFlags),
    }

    protected override get operation() {
      return operation
    }

    protected override get face() {
      return face
    }

    protected override get absent() {
      return face.absent ?? {}
    }
  }

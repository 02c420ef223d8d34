/** What the commands about environments have in common. They concern this machine, not a database. */
import { homeOf } from '../../host.ts'
import { type Fields, type InputOf, parseInput } from '../../kernel/fields.ts'
import { generalExits } from '../exits.ts'
import { missingError, missingFrom, rawInput, readSecret, type Typed } from '../input.ts'
import { outputFlags } from '../options.ts'
import { write } from '../output/write.ts'
import { StewardCommand } from '../steward-command.ts'
import { environmentSections } from '../views/environment.ts'
import { changeBook } from './book.ts'
import { shownDatabase } from './database.ts'
import { positionals } from './fields.ts'
import { confirmedBy, requireName } from './guard.ts'
import { type Book, local, namedEnvironment } from './resolve.ts'

const { env: _, time: __, pager: ___, ...flags } = outputFlags

/** These act on an environment that they name, so none is chosen for them. */
export const environmentFlags = flags

export abstract class EnvironmentCommand extends StewardCommand {
  static override exitCodes: readonly number[] = [...generalExits, 5, 9].sort((a, b) => a - b)

  protected get home(): string {
    return homeOf(process.env)
  }

  /** What was typed, and on a terminal what is asked for. */
  protected async given<F extends Fields>(fields: F): Promise<InputOf<F>> {
    const typed = await this.typed()
    const now = new Date()
    const raw = await rawInput(fields, typed, process)
    const database = fields.database && (await databaseFrom(typed))
    const known = database === undefined ? raw : { ...raw, database }
    const missing = missingFrom(fields, known)
    if (missing.length === 0) return parseInput(fields, known, now)
    if (!this.canAsk) throw missingError(this.line, fields, known, positionals)
    const { askFor } = await import('../prompts.ts')
    return parseInput(fields, { ...known, ...(await askFor(missing, fields, now)) }, now)
  }

  /** Before a guard is taken away: the name of what it guards. */
  protected async guard(name: string, question: string): Promise<void> {
    const values = (this.flags.confirm ?? []) as string[]
    const confirmed = confirmedBy(values, { name, protected: true })
    await requireName(name, confirmed, this.canAsk, async () => question)
  }

  /** Prints the environment, and on stderr what became of it. */
  protected async tell(record: EnvironmentRecord, done: string): Promise<void> {
    await this.show(record, environmentSections)
    await write(this.terminal.stderr, `${done}: ${record.name}\n`)
  }

  /** Puts the change in its place; answers the environment as it then is. */
  protected change(name: string, change: (book: Book) => Book): EnvironmentRecord {
    return environmentRecord(changeBook(this.home, change), this.home, name)
  }
}

/** An address may hold a password, and what is in argv can be seen by others on this machine. */
const databaseFrom = (typed: Typed): Promise<string | undefined> =>
  readSecret('database', 'database', typed, { stdin: process.stdin, env: {} })

export type EnvironmentRecord = ReturnType<typeof environmentRecord>

/** As `book` has it. */
export const environmentRecord = (book: Book, home: string, name: string) => {
  const { databaseUrl, colour, protected: isProtected } = namedEnvironment(book, home, name)
  const inUse = name === (book.inUse ?? local)
  return { name, database: shownDatabase(databaseUrl), colour, protected: isProtected, inUse }
}

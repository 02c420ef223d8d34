/** Which environment a command talks to: from what was typed to one database, and why that one. */
import { join } from 'node:path'
import { invalid } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { isServer, shownDatabase } from './database.ts'

export const colours = ['red', 'yellow', 'green', 'cyan', 'blue', 'magenta', 'grey'] as const
export type EnvironmentColour = (typeof colours)[number]

/** An environment as it is kept. */
export type Entry = {
  database: string
  /** By kind if there is none: see `standardColour`. */
  colour?: EnvironmentColour
  protected: boolean
}

/** All of them, and the one that `environments use` chose. */
export type Book = { inUse: string | null; environments: Readonly<Record<string, Entry>> }

export const emptyBook: Book = { inUse: null, environments: {} }

/** What a name may be: it stands in commands, in files and in a banner. */
export const namePattern = /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/

/** The database in STEWARD_HOME, which is always there. */
export const local = 'local'

/** Where each value came from: a flag, a variable, a file, or `default`. */
export type EnvironmentOrigin = Record<'name' | 'database' | 'colour' | 'protected', string>

export type Environment = {
  /** Null where STEWARD_DATABASE_URL names a database and no environment. */
  name: string | null
  databaseUrl: string
  colour: EnvironmentColour
  protected: boolean
  origin: EnvironmentOrigin
}

export type Sources = {
  /** `--env`. */
  flag?: string
  env: { STEWARD_ENV?: string; STEWARD_DATABASE_URL?: string }
  /** What .steward.json of the folder names, and where that file is. */
  folder: { name: string; file: string } | null
  book: Book
  /** STEWARD_HOME, or what stands for it. */
  home: string
}

/** What danger looks like: a protected one is red, a server is yellow, a file is green. */
const standardColour = (database: string, isProtected: boolean): EnvironmentColour => {
  if (isProtected) return 'red'
  return isServer(database) ? 'yellow' : 'green'
}

/**
 * The flag, then the variable, then the folder's .steward.json, then the one in use, then the
 * database in STEWARD_HOME. Throws `invalid_input` for a name that there is none of, and where both
 * variables are set and no flag says which is meant.
 */
export const resolveEnvironment = ({ flag, env, folder, book, home }: Sources): Environment => {
  if (flag !== undefined) return named(flag, 'env', '--env', book, home)
  const { STEWARD_ENV: name, STEWARD_DATABASE_URL: database } = env
  if (name && database) {
    throw invalid('env', 'STEWARD_ENV and STEWARD_DATABASE_URL are both set.', 'Unset one of them.')
  }
  if (name) return named(name, 'env', 'STEWARD_ENV', book, home)
  if (database) return nameless(database)
  if (folder) return named(folder.name, 'environment', folder.file, book, home)
  if (book.inUse !== null) return named(book.inUse, 'env', 'environments use', book, home)
  return named(local, 'env', 'default', book, home)
}

const nameless = (databaseUrl: string): Environment => ({
  name: null,
  databaseUrl,
  colour: standardColour(databaseUrl, false),
  protected: false,
  origin: {
    name: 'default',
    database: 'STEWARD_DATABASE_URL',
    colour: 'default',
    protected: 'default',
  },
})

const named = (
  name: string,
  field: string,
  origin: string,
  book: Book,
  home: string,
): Environment => {
  const { database, colour, protected: isProtected } = entryOf(book, home, name, field, origin)
  const file = name === local ? 'default' : 'environments.json'
  return {
    name,
    databaseUrl: database,
    colour: colour ?? standardColour(database, isProtected),
    protected: isProtected,
    origin: {
      name: origin,
      database: file,
      colour: colour ? file : 'default',
      protected: file,
    },
  }
}

/** The environment that a command names in its arguments. Throws `invalid_input` as above. */
export const namedEnvironment = (book: Book, home: string, name: string): Environment =>
  named(name, 'name', 'argument', book, home)

/** The entry of this name; `field` and `origin` say where a wrong one was typed. */
const entryOf = (book: Book, home: string, name: string, field: string, origin: string): Entry => {
  if (name === local) return { database: join(home, 'steward.db'), protected: false }
  const found = Object.hasOwn(book.environments, name) && book.environments[name]
  if (found) return found
  const near = nearest(name, [local, ...Object.keys(book.environments)])
  const hint = near ? `Did you mean ${near}?` : 'See what there is with steward environments list.'
  const typed = origin === '--env' || origin === 'argument'
  const where = typed ? '' : ` It comes from ${origin}.`
  throw invalid(field, `There is no such environment.${where}`, hint)
}

/** As it is shown: the database without its password. */
export const shownEnvironment = ({
  name,
  databaseUrl,
  colour,
  protected: isProtected,
}: Environment) => ({
  name,
  database: shownDatabase(databaseUrl),
  colour,
  protected: isProtected,
})

/** The store: one engine, its tables, and the only place that opens a transaction. */
import type { Scope } from '../kernel/context.ts'
import { unavailable } from '../kernel/errors.ts'
import type { Transactor } from '../kernel/runner.ts'
import type { Engine } from './engine.ts'
import type { Writing } from './log.ts'
import { type TableSource, type Tx, tablesOf, withTransaction } from './transaction.ts'

export type Store = Transactor<Tx> & {
  engine: Engine
  table: TableSource
  /** A write that doesn't wait: it throws at once when another has the lock. */
  writeIfFree(scope: Scope, part: (tx: Tx) => Promise<void>): Promise<void>
  close(): Promise<void>
}

export const createStore = (engine: Engine, writing: Writing): Store => {
  const table = tablesOf(engine)
  const parts = { engine, table, ...writing }
  return {
    engine,
    table,
    read: (scope, part) => engine.read(session => withTransaction(parts, session, scope, part)),
    write: (scope, part, together) =>
      engine.write(session => withTransaction(parts, session, scope, part), together),
    writeIfFree: (scope, part) =>
      engine.writeIfFree(async session => {
        await withTransaction(parts, session, scope, part)
        return { commit: true, value: undefined }
      }),
    atOnce: engine.dialect === 'sqlite',
    catchUp: () => engine.catchUp(),
    close: () => engine.close(),
  }
}

/** For what happens before anyone is known: signing in, init, maintenance. It reaches no tenant's
 * rows, since no provider has the key 0. */
export const nowhere: Scope = {
  provider: 0,
  providerId: '',
  providers: [],
  bounds: [],
  organization: { id: '', name: '', secretKeyId: '', cursorKey: '' },
}

const isPostgres = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

/** The file of a SQLite database; null for one on a server. */
export const fileOf = (url: string): string | null =>
  isPostgres(url) ? null : url.replace(/^sqlite:(\/\/(?=\/))?/, '')

/** Where a database is: its file, or host and database; never a password. */
export const locationOf = (url: string): string => {
  const file = fileOf(url)
  if (file !== null) return file
  const { host, pathname } = new URL(url)
  return host + pathname
}

/** `postgres://…`, `sqlite:/path`, or a plain path of a SQLite file. */
export const openEngine = async (url: string): Promise<Engine> => {
  const other = /^[a-z][a-z+]*:\/\//i.test(url) && !/^(postgres(ql)?|sqlite):/.test(url)
  if (other || (isPostgres(url) && !URL.canParse(url))) {
    throw unavailable('STEWARD_DATABASE_URL is not an address that Steward can use.', {
      hint: 'Like this: postgres://USER:PASSWORD@HOST/DATABASE, or sqlite:/path/to/steward.db',
    })
  }
  const file = fileOf(url)
  if (file === null) return (await import('./postgres/engine.ts')).openPostgres(url)
  return (await import('./sqlite/engine.ts')).openSqlite(file)
}

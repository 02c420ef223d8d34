/**
 * SQLite. One writing connection behind a mutex, in `begin immediate` transactions; reads use a
 * second, read-only connection that never waits for it (WAL). Neither is opened before it is needed.
 */
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Driver from 'better-sqlite3'
import type { SQL } from 'drizzle-orm'
import { drizzle } from 'drizzle-orm/better-sqlite3/driver'
import { unavailable } from '../../kernel/errors.ts'
import {
  type Database,
  type Engine,
  keptBy,
  type MigrationSession,
  type Session,
} from '../engine.ts'
import { catchUp, isBehind, isLeftBehind, putOff } from './backlog.ts'
import { columns } from './columns.ts'
import { translate, translateCommit } from './errors.ts'
import { expressions } from './expressions.ts'
import { manyOn } from './many.ts'
import { type Postponed, postponed } from './postponed.ts'
import { recordsOn } from './records.ts'
import { movingOn } from './rows.ts'

/** Longer than any transaction of ours holds the lock, with 32 processes waiting in line. */
const busyTimeout = 60_000

type Connection = { driver: Driver.Database; session: Session }

/** Keeps each prepared statement: preparing one costs more than running it. */
const caching = (driver: Driver.Database): Driver.Database => {
  const kept = new Map<string, Driver.Statement>()
  const prepare = (text: string) => {
    let statement = kept.get(text)
    if (!statement) {
      statement = driver.prepare(text)
      kept.set(text, statement)
    }
    return statement
  }
  return { prepare } as unknown as Driver.Database
}

const sessionOn = (driver: Driver.Database, later: Postponed): Session => {
  const keeping = caching(driver)
  const db = drizzle(keeping) as unknown as Database
  return {
    db,
    prepared: keptBy(db),
    rows: async <T>(query: SQL) => db.all<T>(query) as unknown as T[],
    async savepoint(part) {
      driver.exec('savepoint part')
      try {
        const value = await part()
        driver.exec('release part')
        return value
      } catch (error) {
        driver.exec('rollback to part; release part')
        throw error
      }
    },
    records: recordsOn(keeping),
    moving: movingOn(driver),
    many: manyOn(driver, () => later.newcomers),
    putOffIndexing() {
      later.putOff(driver)
      putOff(driver, later.newcomers !== null)
    },
    get newcomers() {
      const { newcomers } = later
      if (!newcomers) return null
      return {
        mayHave: newcomers.mayHave,
        index() {
          while (later.build(driver));
        },
      }
    },
  }
}

const openWriter = (file: string, later: Postponed): Connection => {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  const isNew = !existsSync(file)
  const driver = new Driver(file, { timeout: busyTimeout })
  if (isNew) chmodSync(file, 0o600)
  driver.pragma('journal_mode = WAL')
  // WAL falls back to NORMAL unless FULL is asked for on every connection; an acknowledged change
  // must survive a power cut.
  driver.pragma('synchronous = FULL')
  driver.pragma('foreign_keys = ON')
  return { driver, session: sessionOn(driver, later) }
}

const openReader = (file: string): Connection => {
  const found = statSync(file, { throwIfNoEntry: false })
  if (!found) {
    throw unavailable('There is no organisation here yet.', {
      hint: 'Run steward init, or steward demo to look around.',
    })
  }
  // SQLite opens a folder, too, and only says later that the disk is at fault.
  if (!found.isFile()) throw Object.assign(new Error('not a file'), { code: 'SQLITE_CANTOPEN' })
  const driver = new Driver(file, { timeout: busyTimeout, readonly: true, fileMustExist: true })
  return { driver, session: sessionOn(driver, postponed()) }
}

export const openSqlite = (file: string): Engine => {
  const later = postponed()
  const writer = once(() => openWriter(file, later))
  const reader = once(() => openReader(file))
  const inTurn = mutex()
  let reading = 0

  const catchingUp = async (driver: Driver.Database): Promise<void> => {
    for (let more = true; more; ) {
      run(driver, 'begin immediate')
      try {
        more = catchUp(driver)
        keep(driver)
      } catch (error) {
        if (driver.inTransaction) run(driver, 'rollback')
        throw translate(error)
      }
    }
  }

  const mended = once(async () => {
    const { driver } = writer.get()
    // There may be no such table yet, or no room: what comes next will tell, if it matters there.
    try {
      if (isLeftBehind(driver)) await catchingUp(driver)
    } catch {}
  })

  /** Begins a transaction, once the indexes are there that it needs. */
  const begin = (driver: Driver.Database, together = false): void => {
    run(driver, 'begin immediate')
    while (translated(() => later.stands(driver, together))) {
      translated(() => later.build(driver))
      keep(driver)
      run(driver, 'begin immediate')
    }
  }

  const write: Engine['write'] = (part, together) =>
    inTurn(async () => {
      const { driver, session } = translated(writer.get)
      await mended.get()
      try {
        begin(driver, together)
        const { commit, value } = await part(session)
        if (commit) keep(driver)
        else run(driver, 'rollback')
        later.newcomers?.settle(commit)
        return value
      } catch (error) {
        if (driver.inTransaction) run(driver, 'rollback')
        later.newcomers?.settle(false)
        throw translate(error)
      }
    })

  const read: Engine['read'] = async part => {
    const { driver, session } = translated(reader.get)
    // Reads that run side by side share one snapshot, which the last of them ends: they are on one
    // connection.
    if (reading === 0) run(driver, 'begin')
    reading++
    try {
      return await part(session)
    } catch (error) {
      throw translate(error)
    } finally {
      reading--
      if (reading === 0 && driver.inTransaction) run(driver, 'commit')
    }
  }

  const migrating: Engine['migrating'] = part =>
    inTurn(async () => {
      const { driver } = translated(writer.get)
      try {
        begin(driver)
        const value = await part(migrationSession(driver))
        keep(driver)
        return value
      } catch (error) {
        if (driver.inTransaction) run(driver, 'rollback')
        throw translate(error)
      }
    })

  const writeIfFree: Engine['write'] = async part => {
    const { driver } = translated(writer.get)
    driver.pragma('busy_timeout = 0')
    try {
      return await write(part)
    } finally {
      driver.pragma(`busy_timeout = ${busyTimeout}`)
    }
  }

  return {
    dialect: 'sqlite',
    columns,
    expressions,
    read,
    write,
    writeIfFree,
    catchUp: () =>
      inTurn(async () => {
        const { driver } = translated(writer.get)
        begin(driver)
        keep(driver)
        if (isBehind(driver)) await catchingUp(driver)
      }),
    migrating,
    async reading(part) {
      const { driver } = translated(reader.get)
      try {
        return await part(migrationSession(driver))
      } catch (error) {
        throw translate(error)
      }
    },
    async backup(target) {
      run(translated(reader.get).driver, `vacuum into '${target.replaceAll("'", "''")}'`)
      chmodSync(target, 0o600)
    },
    rewrite: () =>
      inTurn(async () => {
        const { driver } = translated(writer.get)
        // A search index crosses out what is deleted, until its parts are merged.
        for (const name of searchIndexes(driver)) {
          run(driver, `insert into ${name} (${name}) values ('optimize')`)
        }
        run(driver, 'vacuum')
        // What stood in the log of writes goes with it, unless somebody is reading there.
        const [{ busy }] = translated(() => driver.pragma('wal_checkpoint(truncate)')) as [
          { busy: number },
        ]
        if (busy) throw unavailable('Another process is reading the database.')
        return true
      }),
    async integrity(quick = false) {
      const { driver } = translated(reader.get)
      const check = quick ? 'quick_check' : 'integrity_check'
      const found = translated(() => driver.pragma(check)) as Record<string, string>[]
      return found.map(row => row[check]!).filter(line => line !== 'ok')
    },
    async close() {
      // The last connection to close moves everything into the one file, and a reader can't: a copy
      // of the file alone is then a copy of all.
      reader.opened()?.driver.close()
      writer.opened()?.driver.close()
    },
  }
}

const searchIndexes = (driver: Driver.Database): string[] => {
  const made = "select name from sqlite_master where sql like 'create virtual table%using fts5(%'"
  return translated(() => driver.prepare(made).pluck().all()) as string[]
}

const migrationSession = (driver: Driver.Database): MigrationSession => ({
  rows: async <T>(query: string, parameters: unknown[] = []) =>
    driver.prepare(query).all(...parameters) as T[],
  script: async text => void driver.exec(text),
})

const run = (driver: Driver.Database, statement: string): void => {
  translated(() => driver.exec(statement))
}

const keep = (driver: Driver.Database): void => {
  try {
    driver.exec('commit')
  } catch (error) {
    throw translateCommit(error)
  }
}

const translated = <T>(part: () => T): T => {
  try {
    return part()
  } catch (error) {
    throw translate(error)
  }
}

const once = <T>(make: () => T): { get(): T; opened(): T | undefined } => {
  let made: T | undefined
  return {
    get: () => {
      made ??= make()
      return made
    },
    opened: () => made,
  }
}

/** Runs one part after the other, in the order they came. */
const mutex = () => {
  let last: Promise<unknown> = Promise.resolve()
  return <T>(part: () => Promise<T>): Promise<T> => {
    const turn = last.then(part, part)
    last = turn.catch(() => undefined)
    return turn
  }
}

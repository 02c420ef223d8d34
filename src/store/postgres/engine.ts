/**
 * Postgres, 14 or newer. READ COMMITTED with explicit row locks; what the server gives up on
 * (40001, 40P01) is replayed from the start, invisibly.
 */
import type { SQL } from 'drizzle-orm'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres/driver'
import pg from 'pg'
import { unavailable } from '../../kernel/errors.ts'
import {
  type Database,
  type Engine,
  keptBy,
  type MigrationSession,
  type Session,
} from '../engine.ts'
import { catchUp, isBehind, putOff } from './backlog.ts'
import { columns } from './columns.ts'
import { isReplayable, translate, translateCommit } from './errors.ts'
import { expressions } from './expressions.ts'
import { manyOn } from './many.ts'
import { recordsOn } from './records.ts'
import { movingOn } from './rows.ts'

/** Replays of one transaction before it is told as "busy". */
const patience = 10

/** Any number, as long as no other program uses it: the lock that migrations take. */
const migrationLock = 7_283_190_021

export const openPostgres = (url: string): Engine => {
  const pool = new pg.Pool({
    connectionString: url,
    max: 4,
    connectionTimeoutMillis: 10_000,
    // A command ends when its work does, not when its connections have gone idle.
    allowExitOnIdle: true,
    application_name: 'steward',
  })
  // An idle connection that breaks is replaced by the pool; unheard, it would end the process.
  pool.on('error', () => undefined)

  const connected = async <T>(part: (client: pg.PoolClient) => Promise<T>): Promise<T> => {
    const client = await pool.connect().catch(error => {
      throw translate(error)
    })
    let ended = true
    try {
      return await part(client)
    } catch (error) {
      ended = await rollBack(client)
      throw translate(error)
    } finally {
      // A client whose transaction could not be ended is thrown away, never handed on.
      client.release(!ended)
    }
  }

  const write: Engine['write'] = async part => {
    for (let tries = 1; ; tries++) {
      try {
        return await connected(client => inTransaction(client, 'begin', part, isFatal(tries)))
      } catch (error) {
        if (!(error instanceof Replay)) throw error
        await pause(tries)
      }
    }
  }

  return {
    dialect: 'postgres',
    columns,
    expressions,
    write,
    writeIfFree: part =>
      connected(client =>
        inTransaction(client, "begin; set local lock_timeout = '10ms'", part, () => true),
      ),
    read: part =>
      connected(client =>
        inTransaction(
          client,
          'begin isolation level repeatable read read only',
          async session => ({ commit: true, value: await part(session) }),
          () => true,
        ),
      ),
    catchUp: async () => {
      if (isBehind()) await connected(catchUp)
    },
    reading: part => connected(client => part(migrationSession(client))),
    migrating: part => connected(client => migrate(client, part)),
    rewrite: async () => false,
    async backup() {
      throw unavailable('A Postgres database is backed up by pg_dump.')
    },
    integrity: async () => [],
    close: () => pool.end(),
  }
}

/** The transaction is to be run again. */
class Replay extends Error {}

const isFatal = (tries: number) => (error: unknown) => tries >= patience || !isReplayable(error)

const pause = (tries: number): Promise<void> =>
  new Promise(done => setTimeout(done, Math.min(10 * 2 ** tries, 500) * (0.5 + (tries % 3) / 4)))

const inTransaction = async <T>(
  client: pg.PoolClient,
  begin: string,
  part: (session: Session) => Promise<{ commit: boolean; value: T }>,
  fatal: (error: unknown) => boolean,
): Promise<T> => {
  await client.query(begin)
  try {
    const { commit, value } = await part(sessionOn(client))
    if (commit) await keep(client)
    else await client.query('rollback')
    return value
  } catch (error) {
    throw fatal(error) ? error : new Replay()
  }
}

/** Whether there is no transaction on this client any more. Where there was none, nothing happens. */
const rollBack = (client: pg.PoolClient): Promise<boolean> =>
  client.query('rollback').then(
    () => true,
    () => false,
  )

const keep = async (client: pg.PoolClient): Promise<void> => {
  try {
    await client.query('commit')
  } catch (error) {
    if (isReplayable(error)) throw error
    throw translateCommit(error)
  }
}

/** A prepared statement lives on its connection, and so does what knows it. */
const onClient = new WeakMap<pg.PoolClient, Pick<Session, 'prepared'> & { db: NodePgDatabase }>()

const builderOn = (client: pg.PoolClient) => {
  let kept = onClient.get(client)
  if (!kept) {
    const db = drizzle(client)
    kept = { db, prepared: keptBy(db as unknown as Database) }
    onClient.set(client, kept)
  }
  return kept
}

const sessionOn = (client: pg.PoolClient): Session => {
  const { db, prepared } = builderOn(client)
  return {
    prepared,
    db: db as unknown as Database,
    rows: async <T>(query: SQL) => (await db.execute(query)).rows as T[],
    async savepoint(part) {
      await client.query('savepoint part')
      try {
        const value = await part()
        await client.query('release savepoint part')
        return value
      } catch (error) {
        await client.query('rollback to savepoint part; release savepoint part')
        throw error
      }
    },
    records: recordsOn(client),
    moving: movingOn(client),
    many: manyOn(client),
    putOffIndexing: () => putOff(client),
    newcomers: null,
  }
}

const migrate = async <T>(
  client: pg.PoolClient,
  part: (raw: MigrationSession) => Promise<T>,
): Promise<T> => {
  await client.query('begin')
  await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
  const value = await part(migrationSession(client))
  await keep(client)
  return value
}

const migrationSession = (client: pg.PoolClient): MigrationSession => ({
  rows: async <R>(query: string, parameters: unknown[] = []) =>
    (await client.query(numbered(query), parameters)).rows as R[],
  script: async text => void (await client.query(text)),
})

/** Migrations write `?` for a parameter, on both engines. */
const numbered = (query: string): string => {
  let count = 0
  return query.replaceAll('?', () => `$${++count}`)
}

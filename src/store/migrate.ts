/**
 * Migrations: forward-only SQL files made by drizzle-kit, applied under a lock, each with its
 * checksum and the oldest program that may go on after it. drizzle's own migrator isn't used: it
 * opens a plain BEGIN and checks no checksum.
 */
import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unavailable } from '../kernel/errors.ts'
import type { Engine, MigrationSession } from './engine.ts'

export type Migration = { id: string; checksum: string; oldestProgram: string; script: string }

export type Applied = {
  id: string
  checksum: string
  oldest_program: string
  program: string
  applied_at: string
}

export type SchemaState = {
  /** `none` before init, `outdated` before db migrate, `newer` when this program is too old. */
  state: 'none' | 'outdated' | 'current' | 'newer'
  applied: Applied[]
  pending: string[]
  /** Applied migrations whose file is no longer what it was. */
  altered: string[]
  oldestProgram: string | null
}

/** The first line of a migration that shuts older programs out: `-- oldest program: 0.2.0`. */
const oldestProgramLine = /^-- oldest program: (\d+\.\d+\.\d+)$/m

const files = (folder: string): string[] =>
  readdirSync(folder)
    .filter(name => name.endsWith('.sql'))
    .sort()

export const readMigrations = (folder: string): Migration[] =>
  files(folder).map(name => {
    const script = readFileSync(join(folder, name), 'utf8')
    const oldestProgram = oldestProgramLine.exec(script)?.[1] ?? '0.1.0'
    return {
      id: name.replace(/\.sql$/, ''),
      // Worked out where it is compared: every command asks where the schema stands, few ask this.
      get checksum() {
        return hash('sha256', script.replaceAll('\r\n', '\n'), 'hex')
      },
      oldestProgram,
      script,
    }
  })

const ledger = `create table if not exists schema_migrations (
  id text primary key, checksum text not null, oldest_program text not null,
  program text not null, applied_at text not null)`

const compareVersions = (a: string, b: string): number => {
  const [left, right] = [a, b].map(version => version.split(/[.-]/).slice(0, 3).map(Number))
  return left!.map((part, at) => part - right![at]!).find(difference => difference !== 0) ?? 0
}

const readLedger = async (rows: MigrationSession['rows'], dialect: Engine['dialect']) => {
  const exists =
    dialect === 'sqlite'
      ? `select 1 from sqlite_master where name = 'schema_migrations'`
      : `select 1 where to_regclass('schema_migrations') is not null`
  if ((await rows(exists)).length === 0) return []
  return rows<Applied>('select * from schema_migrations order by id')
}

const stateOf = (applied: Applied[], known: Migration[], program: string): SchemaState => {
  const byId = new Map(applied.map(row => [row.id, row]))
  const pending = known.filter(migration => !byId.has(migration.id)).map(({ id }) => id)
  const isAltered = (known: Migration) =>
    byId.has(known.id) && byId.get(known.id)!.checksum !== known.checksum
  const oldest =
    applied
      .map(row => row.oldest_program)
      .sort(compareVersions)
      .at(-1) ?? null
  const tooOld = oldest !== null && compareVersions(program, oldest) < 0
  const state = tooOld
    ? 'newer'
    : applied.length === 0
      ? 'none'
      : pending.length > 0
        ? 'outdated'
        : 'current'
  return {
    state,
    applied,
    pending,
    get altered() {
      return known.filter(isAltered).map(({ id }) => id)
    },
    oldestProgram: oldest,
  }
}

/** Where a database stands in which these migrations were applied. */
export const schemaOf = (applied: Applied[], folder: string, program: string): SchemaState =>
  stateOf(applied, readMigrations(folder), program)

/** Where the database stands, without changing it. */
export const schemaState = async (
  engine: Engine,
  folder: string,
  program: string,
): Promise<SchemaState> =>
  engine.reading(async ({ rows }) =>
    schemaOf(await readLedger(rows, engine.dialect), folder, program),
  )

/** Refuses, before anything else is tried, to work on a schema that isn't this program's. */
export const refuseUnlessCurrent = (
  { state, oldestProgram }: SchemaState,
  program: string,
): void => {
  if (state === 'current') return
  if (state === 'newer') {
    throw unavailable(
      `This database needs Steward ${oldestProgram} or newer; this is ${program}.`,
      {
        hint: 'Update with: npm install -g steward-cli',
      },
    )
  }
  if (state === 'none') {
    throw unavailable('There is no organisation here yet.', {
      hint: 'Run steward init, or steward demo to look around.',
    })
  }
  throw unavailable('The database is from an older Steward.', { hint: 'Run: steward db migrate' })
}

export type MigrateOptions = {
  folder: string
  program: string
  now: Date
  /** Called with the lock held, before the first change to a database that has something in it. */
  beforeChange?(pending: string[]): Promise<void>
}

/** Applies what is pending. Of many at once one applies and the others wait. Answers the ids. */
export const migrate = async (engine: Engine, options: MigrateOptions): Promise<string[]> => {
  const known = readMigrations(options.folder)
  return engine.migrating(async session => {
    const applied = await readLedger(session.rows, engine.dialect)
    const { state, pending, altered, oldestProgram } = stateOf(applied, known, options.program)
    if (state === 'newer')
      refuseUnlessCurrent({ state, oldestProgram } as SchemaState, options.program)
    if (altered.length > 0)
      throw unavailable(`Migration ${altered[0]} is not the one applied here.`, {
        hint: 'Reinstall Steward; its files have been changed.',
      })
    if (pending.length === 0) return []
    if (applied.length > 0) await options.beforeChange?.(pending)
    await session.script(ledger)
    for (const migration of known.filter(({ id }) => pending.includes(id))) {
      await applyOne(session, migration, options)
    }
    return pending
  })
}

const applyOne = async (
  session: MigrationSession,
  { id, checksum, oldestProgram, script }: Migration,
  { program, now }: MigrateOptions,
): Promise<void> => {
  await session.script(script.replaceAll('--> statement-breakpoint', ''))
  await session.rows(
    `insert into schema_migrations (id, checksum, oldest_program, program, applied_at)
     values (?, ?, ?, ?, ?) returning id`,
    [id, checksum, oldestProgram, program, now.toISOString()],
  )
}

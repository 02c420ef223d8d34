/**
 * What can be told of a database by plain SQL, whatever schema it has: whose it is, how much is in
 * it, how long its log is. Migrations never rename what is read here.
 */
import { statSync } from 'node:fs'
import type { Engine, MigrationSession } from './engine.ts'
import { isDamaged } from './sqlite/errors.ts'

export type Overview = {
  organization: { id: string; name: string } | null
  /** Of the database: on SQLite its file and the log of writes beside it. */
  bytes: number
  /** Events, all providers together. */
  logSize: number
  /** When the last backup that was asked for was recorded. */
  backedUpAt: Date | null
}

type Rows = MigrationSession['rows']

export const readOverview = async (engine: Engine, file: string | null): Promise<Overview> =>
  engine.reading(async ({ rows }) => {
    const bytes = file === null ? await postgresBytes(rows) : fileBytes(file)
    if (!(await hasTable(rows, engine.dialect, 'organizations'))) {
      return { organization: null, bytes, logSize: 0, backedUpAt: null }
    }
    const [organization = null] = await rows<{ id: string; name: string }>(
      'select id, name from organizations where key = 1',
    )
    const [log] = await rows<{ size: number | string | null }>('select sum(size) as size from logs')
    const [last] = await rows<{ at: number | Date }>(
      `select at from events where type = 'db.backup' and status = 'succeeded'
       order by sequence desc limit 1`,
    )
    const backedUpAt = last ? new Date(last.at) : null
    return { organization, bytes, logSize: Number(log?.size ?? 0), backedUpAt }
  })

const hasTable = async (rows: Rows, dialect: Engine['dialect'], name: string): Promise<boolean> => {
  const query =
    dialect === 'sqlite'
      ? `select 1 from sqlite_master where type = 'table' and name = ?`
      : 'select 1 where to_regclass(?) is not null'
  return (await rows(query, [name])).length > 0
}

/** The first of these tables that is there, whoever made it. */
export const firstTableOf = (engine: Engine, names: readonly string[]): Promise<string | null> =>
  engine.reading(async ({ rows }) => {
    for (const name of names) if (await hasTable(rows, engine.dialect, name)) return name
    return null
  })

const postgresBytes = async (rows: Rows): Promise<number> => {
  const [row] = await rows<{ bytes: string }>(
    'select pg_database_size(current_database()) as bytes',
  )
  return Number(row!.bytes)
}

const fileBytes = (file: string): number =>
  [file, `${file}-wal`]
    .map(path => statSync(path, { throwIfNoEntry: false })?.size ?? 0)
    .reduce((total, size) => total + size, 0)

/** How a SQLite file stands before anyone tries to work with it. */
export type Standing = 'missing' | 'damaged' | 'readable'

/** `damaged` only where SQLite itself says so: a busy disk or a missing right is no damage. */
export const standingOf = async (engine: Engine, file: string): Promise<Standing> => {
  if (!statSync(file, { throwIfNoEntry: false })?.size) return 'missing'
  try {
    // Opening reads nothing yet: the first page does not vouch for the others.
    await engine.reading(({ rows }) => rows('select count(*) from sqlite_master'))
    return 'readable'
  } catch (error) {
    if (isDamaged(error)) return 'damaged'
    throw error
  }
}

/** Copies of the database, as of one moment, while others go on writing. */
import { execFile } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { conflict, StewardError, unavailable } from '../kernel/errors.ts'
import type { Engine } from './engine.ts'

export type BackupPlan = { databaseUrl: string; home: string; target: string | undefined; at: Date }

/** A file of its own naming lies in the backups folder of the home. Never overwrites. */
export const backUp = async (
  engine: Engine,
  { databaseUrl, home, target, at }: BackupPlan,
): Promise<{ file: string; bytes: number }> => {
  const ending = engine.dialect === 'sqlite' ? 'db' : 'dump'
  const stamp = at.toISOString().replace(/[-:]/g, '').replace('.', '')
  const file = resolve(target ?? join(home, 'backups', `steward-${stamp}.${ending}`))
  if (existsSync(file)) throw conflict('There is a file of that name already.', { field: 'file' })
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
  if (engine.dialect === 'sqlite') await engine.backup(file)
  else await dumpPostgres(databaseUrl, file)
  chmodSync(file, 0o600)
  return { file, bytes: statSync(file).size }
}

/** Runs one of Postgres's own programs. The address goes by the environment, so that a password in
 * it is not seen in the list of processes. */
export const runPostgresTool = async (tool: string, url: string, args: string[]): Promise<void> => {
  const address = new URL(url)
  const password = decodeURIComponent(address.password)
  address.password = ''
  const env = { ...process.env, ...(password && { PGPASSWORD: password }) }
  try {
    await promisify(execFile)(tool, [`--dbname=${address.href}`, ...args], { env })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      throw unavailable(`${tool} is missing.`, { hint: 'Install the Postgres client programs.' })
    }
    const said = String((error as { stderr?: string }).stderr ?? '').split('\n')[0]
    throw new StewardError('unavailable', `${tool} failed.`, {
      hint: said || undefined,
      cause: error,
    })
  }
}

const dumpPostgres = (url: string, file: string): Promise<void> =>
  runPostgresTool('pg_dump', url, ['--format=custom', '--no-owner', `--file=${file}`])

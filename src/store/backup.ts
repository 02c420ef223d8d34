/** Copies of the database, as of one moment, while others go on writing. */
import { execFile } from 'node:child_process'
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, dirname, join, parse, resolve } from 'node:path'
import { promisify } from 'node:util'
import { conflict, StewardError, unavailable } from '../kernel/errors.ts'
import type { Engine } from './engine.ts'
import { readOverview } from './overview.ts'
import { openEngine } from './store.ts'

export type BackupPlan = { databaseUrl: string; home: string; target: string | undefined; at: Date }

/** `logSize`: the events in the copy. */
export type Backup = { file: string; bytes: number; logSize: number }

/** A file of its own naming lies in the backups folder of the home. Never overwrites. */
export const backUp = async (
  engine: Engine,
  { databaseUrl, home, target, at }: BackupPlan,
): Promise<Backup> => {
  const ending = engine.dialect === 'sqlite' ? 'db' : 'dump'
  const wanted = resolve(target ?? join(home, 'backups', `steward-${stampOf(at)}.${ending}`))
  if (target !== undefined && existsSync(wanted)) throw taken()
  makeRoom(dirname(wanted), target === undefined)
  // Half a backup looks like one: it gets its name when it is whole.
  const place = mkdtempSync(join(dirname(wanted), '.backup-'))
  const made = join(place, basename(wanted))
  try {
    const logSize =
      engine.dialect === 'sqlite'
        ? await copySqlite(engine, made)
        : await dumpPostgres(engine, databaseUrl, made)
    chmodSync(made, 0o600)
    const file = target === undefined ? giveFreeName(made, wanted) : wanted
    if (target !== undefined && !giveName(made, wanted)) throw taken()
    return { file, bytes: statSync(file).size, logSize }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

const taken = () => conflict('There is a file of that name already.', { field: 'file' })

/** False when the name is taken: a link is made or not made, whoever else is about to make one. */
const giveName = (made: string, name: string): boolean => {
  try {
    linkSync(made, name)
    return true
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    // Some file systems know no links; a copy that must not exist yet refuses as well.
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS|EMLINK)$/.test(code ?? '')) throw error
  }
  return copyUnlessThere(made, name)
}

const copyUnlessThere = (made: string, name: string): boolean => {
  try {
    copyFileSync(made, name, constants.COPYFILE_EXCL)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

const giveFreeName = (made: string, wanted: string): string => {
  const { dir, name, ext } = parse(wanted)
  for (let number = 1; ; number++) {
    const file = join(dir, `${name}${number === 1 ? '' : `-${number}`}${ext}`)
    if (giveName(made, file)) return file
  }
}

/** A time as part of a file's name: 20260131T120000000Z. */
export const stampOf = (at: Date): string => at.toISOString().replace(/[-:.]/g, '')

/** Only our own folder is made: where a disk isn't mounted, one made in its place would take the backup
 * and fill the wrong disk. */
const makeRoom = (folder: string, isOurs: boolean): void => {
  try {
    if (isOurs) mkdirSync(folder, { recursive: true, mode: 0o700 })
    // With the dot it has to be a folder.
    accessSync(`${folder}/.`, constants.W_OK)
  } catch (cause) {
    const hint = 'Check that the folder is there, and yours to write in.'
    throw unavailable('The backup can not be written there.', { hint, cause })
  }
}

const copySqlite = async (engine: Engine, file: string): Promise<number> => {
  await engine.backup(file)
  const copy = await openEngine(file)
  try {
    return (await readOverview(copy, file)).logSize
  } finally {
    await copy.close()
  }
}

/** The dump sees the very snapshot that the log's size is read in. */
const dumpPostgres = (engine: Engine, url: string, file: string): Promise<number> =>
  engine.reading(async ({ rows }) => {
    await rows('begin isolation level repeatable read read only')
    try {
      const [snapshot] = await rows<{ id: string }>('select pg_export_snapshot() as id')
      const [log] = await rows<{ size: string | null }>('select sum(size) as size from logs')
      const how = ['--format=custom', '--no-owner', `--snapshot=${snapshot!.id}`, `--file=${file}`]
      await runPostgresTool('pg_dump', url, how)
      return Number(log?.size ?? 0)
    } finally {
      await rows('rollback')
    }
  })

/** Runs one of Postgres's own programs, on a database unless `url` is null. The password goes by the
 * environment, wherever in the URL it stands, so that it is not seen in the list of processes. */
export const runPostgresTool = async (
  tool: string,
  url: string | null,
  args: string[],
): Promise<void> => {
  const { address, password } = url === null ? { address: null, password: '' } : partsOf(url)
  const env = { ...process.env, LC_ALL: 'C', ...(password && { PGPASSWORD: password }) }
  const where = address === null ? [] : [`--dbname=${address}`]
  try {
    await promisify(execFile)(tool, [...where, ...args], { env, maxBuffer: 2 ** 26 })
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') {
      throw unavailable(`${tool} is missing.`, { hint: 'Install the Postgres client programs.' })
    }
    const said = String((error as { stderr?: string }).stderr ?? '')
    throw new StewardError('unavailable', `${tool} failed.`, {
      hint: whatItSaid(tool, said) || undefined,
      cause: error,
    })
  }
}

/** A password may also stand in the query, which then counts (libpq, "Connection URIs"). The one of
 * a client certificate's key is of no use here: our own driver takes none. */
const partsOf = (url: string): { address: string; password: string } => {
  const address = new URL(url)
  const password = address.searchParams.get('password') || decodeURIComponent(address.password)
  const isSecret = (parameter: string) =>
    [...new URLSearchParams(parameter).keys()].some(name => /^(ssl)?password$/.test(name))
  address.password = ''
  // By hand: a query that URLSearchParams has written has a + for each space, which libpq keeps.
  const parameters = address.search.slice(1).split('&')
  address.search = parameters.filter(parameter => !isSecret(parameter)).join('&')
  return { address: address.href, password }
}

/** Its error and its details, without the program's name or the script's place in front of each line;
 * of the server's own details only what depends on what: others may quote a row. */
const whatItSaid = (tool: string, said: string): string => {
  const line = new RegExp(`^(?:${tool}:(?: |.*:\\d+: )|DETAIL: +(?=.* depends on ))(.*)`, 'gm')
  return [...said.matchAll(line)]
    .map(([, text]) => text)
    .slice(0, 2)
    .join('\n')
}

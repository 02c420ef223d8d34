/**
 * From a backup's file to a database in use. The file is copied and looked at first; what is in use
 * stays as it was until the copy is known to be sound.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { invalid } from '../kernel/errors.ts'
import { runPostgresTool, stampOf } from './backup.ts'
import { migrate, readMigrations, refuseUnlessCurrent, schemaOf, schemaState } from './migrate.ts'
import { readOverview, type Standing } from './overview.ts'
import { isDamaged } from './sqlite/errors.ts'
import { openEngine } from './store.ts'

/** What a backup says of itself. */
export type BackupContent = {
  organization: { id: string; name: string }
  /** Events in it. */
  logSize: number
  bytes: number
}

export type Program = { folder: string; version: string; now: Date }

/** A backup that was found sound. On SQLite `file` is a copy of it in a folder of its own, brought up
 * to this program's schema; on Postgres it is the dump itself. */
export type Staged = BackupContent & { file: string; migrated: string[]; dispose(): void }

const notOurs = (why: string) =>
  invalid('file', `This file can not be restored: ${why}.`, 'See: steward db backup --help')

const existing = (file: string): string => {
  const path = resolve(file)
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
    throw invalid('file', 'There is no such file, or it can not be read.')
  }
  return path
}

/** Copies a SQLite backup, proves the copy and migrates it. Throws `invalid_input` when it is not a
 * database of ours, `unavailable` when it is from a newer Steward. */
export const stageSqlite = async (
  file: string,
  home: string,
  { folder, version, now }: Program,
): Promise<Staged> => {
  const path = existing(file)
  const backups = join(home, 'backups')
  mkdirSync(backups, { recursive: true, mode: 0o700 })
  const place = mkdtempSync(join(backups, 'restoring-'))
  const dispose = () => rmSync(place, { recursive: true, force: true })
  const copy = join(place, 'steward.db')
  try {
    await copySound(path, copy)
    const engine = await openEngine(copy)
    try {
      const schema = await schemaState(engine, folder, version)
      if (schema.state === 'none') throw notOurs('it is not a Steward database')
      if (schema.state === 'newer') refuseUnlessCurrent(schema, version)
      const migrated = await migrate(engine, { folder, program: version, now })
      const { organization, logSize, bytes } = await readOverview(engine, copy)
      if (!organization) throw notOurs('there is no organisation in it')
      return { organization, logSize, bytes, file: copy, migrated, dispose }
    } finally {
      await engine.close()
    }
  } catch (error) {
    dispose()
    throw error
  }
}

const copySound = async (file: string, copy: string): Promise<void> => {
  const engine = await openEngine(file)
  try {
    const found = await engine.integrity()
    if (found.length > 0) throw notOurs('it is damaged')
    await engine.backup(copy)
  } catch (error) {
    throw isDamaged(error) ? notOurs('it is damaged, or no SQLite database') : error
  } finally {
    await engine.close()
  }
}

/** Moves a file that SQLite can't open out of the way, with what belongs to it, and answers where it
 * is now: in its own folder, since the backups may lie on another disk. A log of writes left behind
 * would be applied to the database that comes after it. */
export const setAside = (file: string, at: Date): string => {
  const kept = join(dirname(file), `damaged-${stampOf(at)}.db`)
  for (const ending of ['-wal', '-shm', '']) {
    if (existsSync(file + ending)) renameSync(file + ending, kept + ending)
  }
  return kept
}

/** A copy of a database as it is: SQLite's own, or where it is too damaged for that, of its bytes. */
export const keepReplaced = async (
  file: string,
  home: string,
  at: Date,
  backup: () => Promise<{ file: string }>,
): Promise<string> => {
  try {
    return (await backup()).file
  } catch (error) {
    if (!isDamaged(error)) throw error
    const kept = join(home, 'backups', `damaged-${stampOf(at)}.db`)
    for (const ending of ['', '-wal']) {
      if (existsSync(file + ending)) copyFileSync(file + ending, kept + ending)
    }
    return kept
  }
}

/** Replaces a SQLite database, in use or missing, by a staged one. */
export const putInPlace = async (
  staged: Staged,
  target: string,
  standing: Standing,
  underLock: () => Promise<void>,
): Promise<void> => {
  const { replaceDatabase } = await import('./sqlite/replace.ts')
  // A log of writes without its database belongs to nothing any more.
  if (standing === 'missing') rmSync(`${target}-wal`, { force: true })
  await replaceDatabase(staged.file, target, underLock)
}

/** Looks into a dump without restoring it: the rows of two small tables say whose it is. */
export const stagePostgres = async (
  file: string,
  home: string,
  { folder, version }: Program,
): Promise<Staged> => {
  const path = existing(file)
  mkdirSync(join(home, 'backups'), { recursive: true, mode: 0o700 })
  const place = mkdtempSync(join(home, 'backups', 'restoring-'))
  const out = join(place, 'rows.sql')
  const wanted = ['organizations', 'schema_migrations', 'logs'].map(name => `--table=${name}`)
  try {
    await runPostgresTool('pg_restore', null, [
      '--data-only',
      ...wanted,
      `--file=${out}`,
      path,
    ]).catch(error => {
      // It fails by what it reads, or because it is missing; only the first is the file's fault.
      throw /archive|input file/.test(error.hint ?? '') ? notOurs('pg_dump did not make it') : error
    })
    const rows = copiedRows(await readFile(out, 'utf8'))
    const [organization] = rows('organizations')
    const applied = rows('schema_migrations')
    if (!organization || applied.length === 0) throw notOurs('it is not a Steward dump')
    const schema = schemaOf(applied as never, folder, version)
    if (schema.state === 'newer') refuseUnlessCurrent(schema, version)
    const logSize = rows('logs').reduce((total, log) => total + Number(log.size), 0)
    const { id, name } = organization as { id: string; name: string }
    const content = { organization: { id, name }, logSize, bytes: statSync(path).size }
    return { ...content, file: path, migrated: schema.pending, dispose: () => undefined }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** Reads the COPY blocks of a plain dump (the text format of COPY in Postgres's manual), as far as
 * names and numbers need it. */
const copiedRows =
  (script: string) =>
  (table: string): Record<string, string>[] => {
    const block = new RegExp(`^COPY \\S*\\.${table} \\((.*)\\) FROM stdin;\n([^]*?)^\\\\\\.$`, 'm')
    const [, names = '', lines = ''] = block.exec(script) ?? []
    const columns = names.split(', ').map(name => name.replaceAll('"', ''))
    return lines
      .split('\n')
      .filter(line => line !== '')
      .map(line => line.split('\t').map(unescaped))
      .map(values => Object.fromEntries(columns.map((name, at) => [name, values[at] ?? ''])))
  }

const unescaped = (value: string): string =>
  value.replace(
    /\\(.)/g,
    (_, letter) => ({ t: '\t', n: '\n', r: '\r' })[letter as string] ?? letter,
  )

/** Puts a dump in the place of what is there, in one transaction. `--clean` drops only what is in the
 * dump; a table that a newer schema added would stay, and be in the way of its own migration. So
 * every table that a migration makes is dropped before. Other tables, and what lies in other schemas,
 * stay; where something of theirs depends on a table of ours, nothing is changed at all. */
export const restorePostgres = async (
  url: string,
  { file }: Staged,
  { home, folder }: { home: string; folder: string },
): Promise<void> => {
  const place = mkdtempSync(join(home, 'backups', 'restoring-'))
  const [clear, load] = ['clear.sql', 'load.sql'].map(name => join(place, name)) as [string, string]
  try {
    const tables = tablesMade(folder).map(name => `"${name}"`)
    await writeFile(clear, `set client_min_messages = warning; drop table if exists ${tables};\n`)
    // A file and no pipe: psql would keep the half of a dump whose reader has died.
    const whole = ['--clean', '--if-exists', '--no-owner', `--file=${load}`, file]
    await runPostgresTool('pg_restore', null, whole)
    const quietly = ['--no-psqlrc', '--quiet', '--output=/dev/null', '--set=ON_ERROR_STOP=1']
    const scripts = [`--file=${clear}`, `--file=${load}`]
    await runPostgresTool('psql', url, [...quietly, '--single-transaction', ...scripts])
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

/** The names of all tables that migrations have ever made, the migrations' own among them. */
const tablesMade = (folder: string): string[] => {
  const made = /^create table (?:if not exists )?"?(\w+)/gim
  const scripts = readMigrations(folder).map(({ script }) => script)
  return [
    'schema_migrations',
    ...scripts.flatMap(text => [...text.matchAll(made)].map(([, name]) => name!)),
  ]
}

/** SQLite's side of scripts/bench/write.ts. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import Driver from 'better-sqlite3'
import { nextSize, smallest } from '../../src/kernel/bulk.ts'
import { derivedColumns, freshHouse } from './steward.ts'
import type { Side } from './write.ts'

export const sqliteSide = (folder: string): Side => {
  const home = join(folder, 'sqlite')
  const file = join(home, 'steward.db')
  const kept = join(folder, 'kept.db')

  return {
    name: 'SQLite',
    limits: { import: 4, suspend: 4 },
    async fresh() {
      rmSync(home, { recursive: true, force: true })
      mkdirSync(home, { mode: 0o700 })
      return freshHouse(home)
    },
    async bareImport(csv) {
      const bare = join(folder, 'bare.db')
      rmSync(bare, { force: true })
      const input = importScript(csv, indexesOf(file))
      const before = performance.now()
      const { status, stderr } = spawnSync('sqlite3', [bare], { input, encoding: 'utf8' })
      const ms = performance.now() - before
      if (status !== 0 || stderr !== '') throw new Error(`sqlite3: ${stderr}`)
      return ms
    },
    async keep() {
      const driver = new Driver(file)
      driver.pragma('wal_checkpoint(TRUNCATE)')
      driver.close()
      copyFileSync(file, kept)
    },
    bareSuspend: async () => suspendBare(file, kept),
    async close() {},
  }
}

/** The b-tree indexes that our table of people has, as they are made. */
const indexesOf = (file: string): string[] => {
  const driver = new Driver(file, { readonly: true })
  const query = `select sql from sqlite_master
    where type = 'index' and tbl_name = 'consumers' and sql is not null order by rowid`
  const found = driver.prepare(query).pluck().all() as string[]
  driver.close()
  return found.map(text => text.replaceAll('`', '').replace(/\bkey\b/, 'rowid'))
}

const importScript = (csv: string, indexes: string[]): string => {
  const columns = Object.entries({ ...derivedColumns('char(10)'), created_at: 'integer default 1' })
  // The shell knows its own commands at the beginning of a line only.
  return [
    'pragma journal_mode = wal;',
    'pragma synchronous = full;',
    'create table consumers (external_id text, name text, email text, phone text, company text,',
    '  country text);',
    '.mode csv',
    `.import --skip 1 ${csv} consumers`,
    ...columns.map(([name, type]) => `alter table consumers add column ${name} ${type};`),
    ...indexes.map(text => `${text.replace(/, *`?rowid`?\)/, ')')};`),
    `create virtual table consumers_search using fts5(search_text, content = 'consumers',
      content_rowid = 'rowid', tokenize = 'trigram case_sensitive 1', detail = 'none');`,
    `insert into consumers_search (consumers_search) values ('rebuild');`,
  ].join('\n')
}

/** By prepared statements, one for each change and one for each event. */
const suspendBare = (file: string, kept: string): number => {
  const done = new Driver(file, { readonly: true })
  const events = done
    .prepare(`select * from events where type = 'consumers.suspend' order by sequence`)
    .all() as Record<string, unknown>[]
  done.close()
  const driver = new Driver(kept)
  driver.pragma('synchronous = FULL')
  const names = Object.keys(events[0]!)
  const before = performance.now()
  const insert = driver.prepare(
    `insert into events (${names.join()}) values (${names.map(() => '?').join()})`,
  )
  const update = driver.prepare(`update consumers set status = 'suspended', status_reason = 'audit',
    status_kind = 'other', suspended_from = 'active' where provider = ? and id = ?`)
  for (let at = 0, size = smallest; at < events.length; ) {
    const begun = performance.now()
    driver.exec('begin immediate')
    for (const event of events.slice(at, at + size)) {
      update.run(event.provider, event.subject)
      insert.run(Object.values(event))
    }
    driver.exec('commit')
    at += size
    size = nextSize(size, performance.now() - begun)
  }
  const ms = performance.now() - before
  driver.close()
  return ms
}

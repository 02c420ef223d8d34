/**
 * The search index, put off. Rows that come in bulk are put into it afterwards, together, because one
 * by one they cost several times as much. What is put off is said in the database, in the same
 * transaction: searches look at those rows one by one meanwhile, and if whoever put it off never
 * comes back, the next one who writes does it.
 */
import type Driver from 'better-sqlite3'

const index = 'consumers_search'

/** The table whose indexes can be put off. */
export const indexed = 'consumers'

/** Rows at a time: nobody waits half a second for the lock. */
const stride = 50_000

/** How the index takes in so many: what they add is gathered in memory and written once, and parts of it
 * are merged sixteen at a time and not four. */
const gathering = { hashsize: 16_000_000, automerge: 16 }
const sparing = { hashsize: 1_048_576, automerge: 4 }

const configure = (driver: Driver.Database, settings: typeof gathering): void => {
  for (const [name, value] of Object.entries(settings)) {
    driver.exec(`insert into ${index} (${index}, rank) values ('${name}', ${value})`)
  }
}

/** Whoever is still at work says so more often than this, in milliseconds. */
const patience = 60_000

const now = `cast((julianday('now') - 2440587.5) * 86400000 as integer)`

/** What a run over many rows has more of: pages of the indexes that it writes all over the place, and
 * changes between two checkpoints, each of which writes those pages once more. */
const room = { cache_size: -32_768, wal_autocheckpoint: 8000 }
const usual = { cache_size: -16_000, wal_autocheckpoint: 1000 }

const give = (driver: Driver.Database, settings: typeof room): void => {
  for (const [name, value] of Object.entries(settings)) driver.pragma(`${name} = ${value}`)
}

/** In a transaction: new rows are not put into the index from here on. Where they are put into no other
 * index either (`alone`), they need no more room than usual. */
export const putOff = (driver: Driver.Database, alone: boolean): void => {
  give(driver, alone ? { ...room, cache_size: usual.cache_size } : room)
  driver.exec(`insert into ${index}_backlog (one, beyond, touched)
    select 1, coalesce(max(key), 0), ${now} from ${indexed} where true
    on conflict (one) do update set touched = excluded.touched`)
}

/**
 * Runs `part`, which only adds rows of which the index is put off, without the trigger that would tell
 * it of them. The trigger passes over them; but because it could do something to a virtual table,
 * SQLite copies every page that a statement changes, which costs more than changing them. It goes and
 * comes back in one transaction, so nobody ever sees the table without it.
 */
export const untold = (driver: Driver.Database, part: () => void): void => {
  const trigger = driver
    .prepare(`select sql from sqlite_master where type = 'trigger' and name = '${index}_insert'`)
    .pluck()
    .get() as string
  driver.exec(`drop trigger ${index}_insert`)
  try {
    part()
  } finally {
    if (driver.inTransaction) driver.exec(trigger)
  }
}

/** Whether the index is put off for all rows of this table from this key on. */
export const isPutOff = (driver: Driver.Database, name: string, key: number): boolean =>
  name === indexed &&
  driver.prepare(`select 1 from ${index}_backlog where beyond < ?`).get(key) !== undefined

/** Whether something was put off by somebody who has not been heard of since. */
export const isLeftBehind = (driver: Driver.Database): boolean =>
  driver.prepare(`select 1 from ${index}_backlog where touched < ${now} - ${patience}`).get() !==
  undefined

/** Whether anything is put off. */
export const isBehind = (driver: Driver.Database): boolean =>
  driver.prepare(`select 1 from ${index}_backlog`).get() !== undefined

/** In a transaction: puts the next rows into the index. Answers whether there are more. */
export const catchUp = (driver: Driver.Database): boolean => {
  const beyond = driver.prepare(`select beyond from ${index}_backlog`).pluck().get()
  if (beyond === undefined) return false
  const last = driver
    .prepare(
      `select max(key) from (select key from ${indexed} where key > ? order by key limit ${stride})`,
    )
    .pluck()
    .get(beyond) as number | null
  if (last === null) {
    driver.exec(`delete from ${index}_backlog`)
    configure(driver, sparing)
    give(driver, usual)
    return false
  }
  configure(driver, gathering)
  driver
    .prepare(
      `insert into ${index} (rowid, search_text)
       select key, search_text from ${indexed} where key > ? and key <= ? order by key`,
    )
    .run(beyond, last)
  driver.prepare(`update ${index}_backlog set beyond = ?, touched = ${now}`).run(last)
  return true
}

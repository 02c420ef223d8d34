/**
 * Indexes built afterwards. Where many come into an empty table, each commit would write nearly every
 * page of an index in whose order they don't come, again and again; built when all are in, it is
 * written once. What was taken away is written down in the database, in the same transaction, and
 * goes with it when it is built again.
 *
 * Unique indexes are among them, so nobody else writes meanwhile: whoever does so first, in whatever
 * process, builds them, and who took them away finds that out. As long as nobody does, that one
 * knows of everybody who is in: see newcomers.ts.
 */
import type Driver from 'better-sqlite3'
import { indexed } from './backlog.ts'
import { type Newcomers, newcomersBy } from './newcomers.ts'

/** What they are found by: the columns of unique indexes that are put off, by the program's names. The
 * index of their ids stays: ids come in order, which costs little. */
const unique = ['emailKey', 'phone', 'externalId']
const staying = 'consumers_id'

/** Tells the search index of new rows, which is put off, too: see backlog.ts. */
const trigger = 'consumers_search_insert'

const list = `${indexed}_put_off`

export type Postponed = {
  /** What is known of those who came since; null unless it was put off here and still is. */
  readonly newcomers: Newcomers | null
  /** In a transaction: takes indexes away, if nobody is in the table. */
  putOff(driver: Driver.Database): void
  /** In a transaction: whether who writes has to have them built before. */
  stands(driver: Driver.Database, together: boolean): boolean
  /** In a transaction: builds the next one. Answers whether there are more. */
  build(driver: Driver.Database): boolean
}

export const postponed = (): Postponed => {
  let mine: { newcomers: Newcomers; owner: string } | null = null
  return {
    get newcomers() {
      return mine?.newcomers ?? null
    },
    putOff(driver) {
      if (isPutOff(driver) || isInhabited(driver)) return
      const owner = one(driver, 'select lower(hex(randomblob(16)))') as string
      takeAway(driver, owner)
      mine = { newcomers: newcomersBy(unique), owner }
    },
    stands(driver, together) {
      const isOff = isPutOff(driver)
      if (mine && (!isOff || one(driver, `select owner from ${list}`) !== mine.owner)) mine = null
      return isOff && !(together && mine?.newcomers.hasRoom)
    },
    build(driver) {
      mine = null
      if (!isPutOff(driver)) return false
      const next = driver.prepare(`select key, sql from ${list} order by key limit 1`).get() as
        | { key: number; sql: string }
        | undefined
      if (next) {
        driver.exec(next.sql)
        driver.prepare(`delete from ${list} where key = ?`).run(next.key)
      } else driver.exec(`drop table ${list}`)
      return next !== undefined
    },
  }
}

const one = (driver: Driver.Database, query: string): unknown => driver.prepare(query).pluck().get()

const isPutOff = (driver: Driver.Database): boolean =>
  one(driver, `select 1 from sqlite_master where name = '${list}'`) !== undefined

const isInhabited = (driver: Driver.Database): boolean =>
  one(driver, `select 1 from ${indexed}`) !== undefined

const takeAway = (driver: Driver.Database, owner: string): void => {
  const parts = driver
    .prepare(
      `select type, name, sql from sqlite_master where tbl_name = '${indexed}' and sql is not null
         and (type = 'index' and name <> '${staying}' or name = '${trigger}') order by rowid`,
    )
    .all() as { type: string; name: string; sql: string }[]
  driver.exec(
    `create table ${list} (key integer primary key, name text not null, sql text not null,
       owner text not null)`,
  )
  const insert = driver.prepare(`insert into ${list} (name, sql, owner) values (?, ?, ?)`)
  for (const { type, name, sql } of parts) {
    insert.run(name, sql, owner)
    driver.exec(`drop ${type} ${name}`)
  }
}

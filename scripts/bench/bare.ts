/** The peers of reading: the same rows by hand-written statements over the bare drivers. */
import { hash } from 'node:crypto'
import { join } from 'node:path'
import Driver from 'better-sqlite3'
import pg from 'pg'
import { append, emptyFrontier, leafHash } from '../../src/kernel/merkle.ts'
import type { House } from './houses.ts'

/** Each is run whole, its rows read. */
export type Bare = {
  /** The newest so many, and how many there are, up to ten thousand. */
  page(limit: number): Promise<void>
  /** Looks at the search text of everyone. */
  scan(word: string): Promise<void>
  /** Reads every event, hashes what verifying hashes, and builds the tree. */
  verify(): Promise<void>
  /** Who is so far from the newest: creation in milliseconds, and key. */
  at(depth: number): Promise<[number, number]>
  close(): Promise<void>
}

const page = `select * from consumers where provider = 1 and status <> 'deleted'
  order by created_at desc, key desc limit `
const counted = `select count(*) from (
  select 1 from consumers where provider = 1 and status <> 'deleted' limit 10001) as counted`
/** Along the table, as a scan goes: an index would lead all over it. */
const scan = (table: string) =>
  `select count(*) from ${table} where provider = 1 and search_text like `
const columns = `sequence, id, type, status, actor, api_key, impersonator, approval, subject, others,
  digest, salt, detail, nodes`

/** An event as an array: the columns above, then the time. */
type Cells = [number, ...(string | null)[]]

/** Adds events to a tree. What is hashed is put together as JSON, the members in their order. */
const treeOf = (providerId: string) => {
  const frontier = emptyFrontier()
  return (cells: unknown[], time: string) => {
    const [sequence, id, type, status, actor, key, impersonator, approval, subject, others] = cells
    const [digest, salt, detail] = cells.slice(10) as string[]
    const more = others === null ? [] : JSON.parse(others as string)
    const subjects = subject === null ? [] : [subject, ...more]
    const said = { actor, approval, at: time, digest, id, impersonator, key, provider: providerId }
    const leaf = leafHash(JSON.stringify({ ...said, sequence, status, subjects, type }))
    hash('sha256', `${salt}\n${detail}`, 'hex')
    append(frontier, leaf)
  }
}

export const bareSqlite = ({ home }: House): Bare => {
  const driver = new Driver(join(home, 'steward.db'), { readonly: true })
  const pageOf = driver.prepare(`${page} ?`)
  const countOf = driver.prepare(counted)
  const scanOf = driver.prepare(`${scan('consumers not indexed')} ?`)
  return {
    async page(limit) {
      pageOf.all(limit)
      countOf.get()
    },
    scan: async word => void scanOf.get(`%${word}%`),
    async verify() {
      const { id } = driver.prepare('select id from providers where key = 1').get() as {
        id: string
      }
      const add = treeOf(id)
      const events = driver.prepare(`select ${columns}, at from events order by sequence`).raw()
      for (const cells of events.iterate() as IterableIterator<Cells>) {
        add(cells, new Date(cells.at(-1) as unknown as number).toISOString())
      }
    },
    async at(depth) {
      const found = driver.prepare(`select created_at, key from consumers where provider = 1
        order by created_at desc, key desc limit 1 offset ?`)
      return found.raw().get(depth) as [number, number]
    },
    close: async () => void driver.close(),
  }
}

/** Rows of the log at a time: all at once would be a gigabyte. */
const batch = 1000

export const barePostgres = async (url: string): Promise<Bare> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    async page(limit) {
      await client.query({ name: 'page', text: `${page} $1`, values: [limit] })
      await client.query({ name: 'count', text: counted })
    },
    scan: async word => void (await client.query(`${scan('consumers')} $1`, [`%${word}%`])),
    async verify() {
      const provider = await client.query('select id from providers where key = 1')
      const add = treeOf(provider.rows[0].id)
      const text = `select ${columns}, at from events where provider = 1 and sequence > $1
        order by sequence limit ${batch}`
      for (let last = 0; ; last += batch) {
        const query = { name: 'events', text, values: [last], rowMode: 'array' as const }
        const { rows } = await client.query<unknown[]>(query)
        for (const cells of rows) {
          add([Number(cells[0]), ...cells.slice(1)], (cells.at(-1) as Date).toISOString())
        }
        if (rows.length < batch) return
      }
    },
    async at(depth) {
      const { rows } = await client.query(
        `select extract(epoch from created_at) * 1000 as at, key from consumers where provider = 1
         order by created_at desc, key desc limit 1 offset ${depth}`,
      )
      return [Number(rows[0].at), Number(rows[0].key)]
    },
    close: () => client.end(),
  }
}

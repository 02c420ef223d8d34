/**
 * Reading among a million people. Operations are measured in this process, against bare statements in
 * this process: what a command costs besides is what it costs to start (see start-up.ts). Exports,
 * `head` and memory are of whole commands.
 */
import { openSync } from 'node:fs'
import { join } from 'node:path'
import { openHost } from '../../src/host.ts'
import { encodeCursor } from '../../src/kernel/page.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { verifyEvents } from '../../src/services/events/verify.ts'
import { defaultScope } from '../../src/services/organization/queries.ts'
import { nowhere } from '../../src/store/store.ts'
import { type Bare, barePostgres, bareSqlite } from './bare.ts'
import { fillWhole } from './fill.ts'
import { type House, newHouse, startPostgres } from './houses.ts'
import { bin, type Contest, compare, peakOf, type Result, run, time } from './measure.ts'

type Engine = 'sqlite' | 'postgres'

/** One organisation, in this process and beside it. */
type Place = {
  house: House
  bare: Bare
  list(raw?: Record<string, unknown>): Promise<unknown>
  verify(): Promise<unknown>
  /** The cursor of the page that begins so far from the newest. */
  cursorAt(depth: number): Promise<string>
  close(): Promise<void>
}

export const openPlace = async (house: House): Promise<Place> => {
  const host = await openHost({ root: process.cwd(), version: '0.1.0', env: house.env })
  const runner = await host.runner()
  const call = { credential: host.credential, origin: host.origin }
  const url = house.env.STEWARD_DATABASE_URL
  const bare = url ? await barePostgres(url) : bareSqlite(house)
  return {
    house,
    bare,
    list: (raw = {}) => runner.run(listConsumers, raw, call),
    verify: () => runner.run(verifyEvents, {}, call),
    async cursorAt(depth) {
      const scope = (await host.store.read(nowhere, defaultScope))!
      const values = [...(await bare.at(depth)), null]
      return encodeCursor({ sort: '-createdAt', values }, scope.organization.cursorKey)
    },
    async close() {
      await bare.close()
      await host.close()
    },
  }
}

type Words = { name: string; search: string; limit?: number }

/** Of the names that people.ts makes, and of none. */
const searches: Words[] = [
  { name: 'common', search: 'mail', limit: 0.2 },
  { name: 'absent', search: 'qxzv', limit: 0.2 },
  { name: 'two common words', search: 'kamau mail' },
  { name: 'two that never meet', search: 'kamau tanaka' },
  { name: 'rare', search: 'user77123@' },
  { name: 'a phone', search: '0712 345 678' },
  { name: 'two letters, common', search: 'ka', limit: 0.2 },
  { name: 'two letters, absent', search: 'qj', limit: 0.2 },
  { name: 'one character', search: '李', limit: 0.2 },
  { name: 'one letter', search: 'a', limit: 0.2 },
]

const others: [name: string, raw: Record<string, unknown>][] = [
  ['by name', { sort: 'name' }],
  ['by last active', { sort: '-lastActive' }],
  ['by credit balance', { sort: '-creditBalance' }],
  ['country=KE', { filter: 'country=KE' }],
  ['status=active', { filter: 'status=active' }],
  ['status=pending', { filter: 'status=pending' }],
  ['common search in one country', { search: 'kamau', filter: 'country=KE' }],
]

const contestsIn = async (large: Place, small: Place, people: number): Promise<Contest[]> => {
  const { bare } = large
  const first = { name: 'the first page' }
  const cursor = await large.cursorAt(Math.floor(people * 0.9))
  const against = (peer: string, theirs: () => Promise<unknown>) => ({
    peer,
    by: (mine: () => Promise<unknown>) => ({ mine: () => time(mine), theirs: () => time(theirs) }),
  })
  const statement = against('the same two statements', () => bare.page(51))
  const page = against('the first page', () => large.list())
  const growth = (raw: Record<string, unknown>) =>
    against(`the same among ${small.house.home.split('-').at(-1)}`, () => small.list(raw))
  const many = { rounds: 31 }
  const contest = (
    name: string,
    raw: Record<string, unknown>,
    { peer, by }: typeof page,
    more: Partial<Contest> = {},
  ): Contest => ({
    name,
    ours: `list ${JSON.stringify({ limit: 50, ...raw }).replaceAll(cursor, '…')}`,
    peer,
    measure: by(() => large.list(raw)),
    ...more,
  })
  return [
    contest(first.name, {}, statement, { ...many, limit: 5 }),
    contest('a page at nine tenths', { cursor }, page, { ...many, limit: 1.5 }),
    contest('growth: a page', {}, growth({}), { ...many, limit: 1.5 }),
    contest('growth: a common search', { search: 'mail' }, growth({ search: 'mail' }), {
      ...many,
      limit: 1.5,
    }),
    contest('growth: an absent search', { search: 'qxzv' }, growth({ search: 'qxzv' }), {
      ...many,
      limit: 1.5,
    }),
    ...searches.map(({ name, search, limit }) =>
      contest(
        `search: ${name}`,
        { search },
        against(`like '%${search}%' over all`, () => bare.scan(search)),
        { limit },
      ),
    ),
    ...others.map(([name, raw]) => contest(name, raw, page)),
  ]
}

const columns = `id, status, status_reason, status_kind, suspended_until, name, first_name, last_name,
  company, industry, email, email_verified_at, phone, phone_verified_at, country, language,
  external_id, source, tags, project_limit, two_factor, credit_balance, last_sign_in_at, created_at`

/** The program of SQLite's own shell over the same rows; Postgres has none that writes JSON, so its
 * exports are held against the same. */
const shellExport = (house: House): number => {
  const query = `select ${columns} from consumers where status <> 'deleted'
    order by created_at desc, key desc`
  const output = openSync('/dev/null', 'w')
  const file = join(house.home, 'steward.db')
  const before = performance.now()
  run(['-json', file, query], { command: 'sqlite3', output })
  return performance.now() - before
}

const wholeContests = (large: Place, small: Place, rows: House): Contest[] => {
  const env = large.house.env
  const output = openSync('/dev/null', 'w')
  const exported = (format: string) => {
    const args = [bin, 'consumers', 'export', '-o', format]
    return {
      time: () => time(() => run(args, { env, output })),
      peak: () => peakOf(args, { env, output }),
    }
  }
  const command = (format: string) => `steward consumers export -o ${format}`
  const peer = 'sqlite3 -json'
  const once = { rounds: 1 }
  const asJson = () => shellExport(rows)
  const head = (house: House) => () =>
    time(() =>
      run(['-c', `"${process.execPath}" "${bin}" consumers list --all | head -1`], {
        env: house.env,
        command: 'sh',
      }),
    )
  return [
    ...['ndjson', 'csv'].map(format => ({
      name: `export as ${format}`,
      ours: command(format),
      peer,
      limit: 4,
      ...once,
      measure: { mine: exported(format).time, theirs: asJson },
    })),
    {
      name: 'memory of an export',
      ours: command('ndjson'),
      peer: '150 MB',
      unit: 'MB',
      limit: 1,
      rounds: 0,
      measure: { mine: exported('ndjson').peak, theirs: () => 150 },
    },
    {
      name: 'head',
      ours: 'steward consumers list --all | head -1',
      peer: 'the same among a few',
      limit: 3,
      rounds: 9,
      measure: { mine: head(large.house), theirs: head(small.house) },
    },
    {
      name: 'verify',
      ours: 'events verify',
      peer: 'a bare loop',
      limit: 3,
      rounds: 1,
      measure: { mine: () => time(large.verify), theirs: () => time(large.bare.verify) },
    },
    {
      name: 'memory of verify',
      ours: 'steward events verify',
      peer: '150 MB',
      unit: 'MB',
      rounds: 0,
      measure: { mine: () => peakOf([bin, 'events', 'verify'], { env }), theirs: () => 150 },
    },
  ]
}

const filled = async (name: string, people: number, url?: string): Promise<Place> => {
  const house = newHouse(`${name}-${people}`, url)
  process.stderr.write(`filling ${house.home.split('/').at(-1)}\n`)
  await fillWhole(house, people)
  return openPlace(house)
}

export type Places = { large: Place; small: Place; few: Place }

/** Every contest on one engine. `rows` is the SQLite file that the shell exports. */
export const compareIn = async (
  engine: Engine,
  { large, small, few }: Places,
  people: number,
  rows: House,
): Promise<Result[]> => {
  const among = await contestsIn(large, small, people)
  const results: Result[] = []
  for (const contest of [...among, ...wholeContests(large, few, rows)]) {
    const result = await compare({ ...contest, name: `${engine}: ${contest.name}` })
    process.stderr.write(`${result.name}  ${result.mine}  ${result.ratio.toFixed(2)}\n`)
    results.push(result)
  }
  return results
}

const onEngine = async (
  engine: Engine,
  people: number,
  urlOf: (name: string) => Promise<string | undefined>,
  rows: House | null,
): Promise<{ results: Result[]; house: House }> => {
  const large = await filled(engine, people, await urlOf('large'))
  const small = await filled(engine, people / 10, await urlOf('small'))
  const few = await filled(engine, 1000, await urlOf('few'))
  const results = await compareIn(engine, { large, small, few }, people, rows ?? large.house)
  for (const place of [large, small, few]) await place.close()
  return { results, house: large.house }
}

export const readingAmong = async (people: number, engine?: string): Promise<Result[]> => {
  const results: Result[] = []
  let rows: House | null = null
  if (engine !== 'postgres') {
    const done = await onEngine('sqlite', people, async () => undefined, null)
    results.push(...done.results)
    rows = done.house
  }
  if (engine === 'sqlite') return results
  if (!rows) {
    rows = newHouse('rows')
    await fillWhole(rows, people)
  }
  const server = await startPostgres()
  try {
    const done = await onEngine('postgres', people, name => server.url(name), rows)
    return [...results, ...done.results]
  } finally {
    await server.stop()
  }
}

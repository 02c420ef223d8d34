/**
 * What it costs to reach some accounts only: the look whether one is within reach, and a list of
 * theirs among all. Measured in this process, through the runner where that is what somebody waits for.
 */
import { and, eq } from 'drizzle-orm'
import { type Host, openHost } from '../../src/host.ts'
import { requirePermission } from '../../src/kernel/authorise.ts'
import type { Scope } from '../../src/kernel/context.ts'
import { derivedText } from '../../src/services/accounts/company.ts'
import { listAccounts } from '../../src/services/accounts/list.ts'
import { accountsTable } from '../../src/services/accounts/table.ts'
import { createKey } from '../../src/services/keys/create.ts'
import { defaultScope } from '../../src/services/organization/queries.ts'
import { wholeRow } from '../../src/store/held.ts'
import { nowhere } from '../../src/store/store.ts'
import { accountGrantsTable, accountTreeTable } from '../../src/store/tables.ts'
import type { Tx } from '../../src/store/transaction.ts'
import { type House, newHouse, startPostgres } from './houses.ts'
import { type Contest, compare, type Result, time } from './measure.ts'

type Engine = 'sqlite' | 'postgres'

/** A hundred accounts lie together: one at the top, nine beneath it, and ten beneath each of these. */
const together = 100

const atOnce = 5000
const start = Date.UTC(2024, 0, 1)

const idOf = (at: number) => `acc_${String(at).padStart(26, '0')}`

/** All above number `at`, itself first. */
const lineOf = (at: number): number[] => {
  const place = at % together
  if (place === 0) return [at]
  const top = at - place
  return place < 10 ? [at, top] : [at, top + 1 + (place % 9), top]
}

const accountAt = (at: number, provider: number) => {
  const email = `office${at}@client${at % 997}.example`
  const known = { name: `Client ${(at * 7919) % 1_000_003}`, email, reference: `c${at}` }
  const kept = { country: ['TZ', 'KE', 'UG', 'NG'][at % 4]!, status: 'active', tags: [] }
  const row = { ...known, ...kept, id: idOf(at), provider, emailKey: email, additionalSeats: 0 }
  // Those that lie together come at different times, as clients do.
  const createdAt = new Date(start + ((at * 7919) % 1_000_003) * 30_000)
  return { ...row, createdAt, ...derivedText(known) }
}

const fill = async (host: Host, scope: Scope, count: number): Promise<number[]> => {
  const { provider } = scope
  const all: number[] = []
  for (let from = 0; from < count; from += atOnce) {
    await host.store.write(scope, async tx => {
      const table = tx.table(accountsTable)
      const keys = await tx.session.many.keys(table, Math.min(atOnce, count - from), 0)
      all.push(...keys)
      const rows = keys.map((key, n) => {
        const [, parent] = lineOf(from + n)
        const made = { ...accountAt(from + n, provider), key }
        return wholeRow(table, { ...made, parent: parent === undefined ? null : all[parent]! })
      })
      await tx.session.many.insert(table, rows)
      const lines = keys.flatMap((account, n) =>
        lineOf(from + n).map((at, depth) => ({ provider, account, ancestor: all[at]!, depth })),
      )
      await insertSome(tx, accountTreeTable, lines)
      return { commit: true, value: null }
    })
  }
  const tables = ['accounts', 'account_tree', 'account_grants'].map(one => `analyze ${one}`)
  if (host.store.engine.dialect === 'postgres') {
    await host.store.engine.migrating(session => session.script(tables.join(';')))
  }
  return all
}

type Lines = typeof accountTreeTable | typeof accountGrantsTable

const insertSome = async (tx: Tx, spec: Lines, rows: Record<string, unknown>[]): Promise<void> => {
  for (let from = 0; from < rows.length; from += 2000) {
    await tx.db.insert(tx.table(spec as never)).values(rows.slice(from, from + 2000) as never)
  }
}

type Place = { host: Host; scope: Scope; keys: number[] }

/** A bounded scope of so many accounts, each granted by itself. */
const grantedSome = async ({ host, scope, keys }: Place, count: number): Promise<Scope> => {
  const holder = 'sup_bench'
  const { provider } = scope
  const rows = keys
    .filter((_, at) => at % Math.floor(keys.length / count) === 0)
    .map(account => ({ provider, holder, account, itself: true }))
  await host.store.write(scope, async tx => {
    await insertSome(tx, accountGrantsTable, rows)
    return { commit: true, value: null }
  })
  return { ...scope, bounds: [holder] }
}

const asked = { permission: 'accounts:show', reads: true, level: 'sub-account' } as const
const supervisor = { rights: [['accounts:*', 'consumers:*', '*:list']], level: 'account' } as const

/** How long it takes in one transaction, for so many accounts of those within reach. */
const looks = async (
  { host, keys }: Place,
  scope: Scope,
  look: (tx: Tx, key: number) => Promise<unknown>,
): Promise<number> =>
  host.store.read(scope, tx =>
    time(async () => {
      for (let n = 0; n < 500; n++) await look(tx, keys[((n * 37) % 1000) * 10]!)
    }),
  )

/** The row by its key, and nothing else. */
const read = (tx: Tx, key: number) => {
  const table = tx.table(accountsTable)
  return tx.db.select().from(table).where(eq(table.key, key))
}

/** Whether somebody may, and whether it is theirs. */
const check = (tx: Tx, key: number) => {
  requirePermission(supervisor, asked)
  const table = tx.table(accountsTable)
  const mine = and(tx.scoped(accountsTable), eq(table.key, key))
  return tx.db.select({ key: table.key }).from(table).where(mine)
}

/** The same, and the row with it. */
const checkedRead = (tx: Tx, key: number) => {
  requirePermission(supervisor, asked)
  const table = tx.table(accountsTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(accountsTable), eq(table.key, key)))
}

const contestsIn = async (place: Place, house: House): Promise<Contest[]> => {
  const { host, scope } = place
  const runner = await host.runner()
  const call = { credential: host.credential, origin: host.origin }
  const accounts = Array.from({ length: 50 }, (_, at) => `c${at * together * 20}`)
  const made = await runner.run(createKey, { name: `some of ${house.home}`, accounts }, call)
  const key = (made.value as { apiKey: string }).apiKey
  const some = { ...call, credential: { kind: 'apiKey', key } as const }
  const bounded = await grantedSome(place, 10_000)
  const one = { ours: '500 looks', peer: '500 reads by primary key', rounds: 21 }
  const many = (raw: Record<string, unknown>, name: string): Contest => ({
    name: `list, ${name}`,
    ours: `accounts list ${JSON.stringify(raw)}, 5,000 of them`,
    peer: "the owner's, of all",
    limit: 2,
    rounds: 31,
    measure: {
      mine: () => time(() => runner.run(listAccounts, raw, some)),
      theirs: () => time(() => runner.run(listAccounts, raw, call)),
    },
  })
  const bare = () => looks(place, scope, read)
  return [
    {
      ...one,
      name: 'permission and tenancy, 10,000 granted one by one',
      limit: 2,
      measure: { mine: () => looks(place, bounded, check), theirs: bare },
    },
    {
      ...one,
      name: 'the same, and the row',
      measure: { mine: () => looks(place, bounded, checkedRead), theirs: bare },
    },
    many({}, 'the first page'),
    many({ sort: 'name' }, 'by name'),
    many({ filter: 'country=KE' }, 'in one country'),
    many({ search: 'client99' }, 'searched'),
  ]
}

const inHouse = async (engine: Engine, count: number, url?: string): Promise<Result[]> => {
  const house = newHouse(`${engine}-accounts`, url)
  const host = await openHost({ root: process.cwd(), version: '0.1.0', env: house.env })
  try {
    const scope: Scope = (await host.store.read(nowhere, defaultScope))!
    const keys = await fill(host, scope, count)
    const results: Result[] = []
    for (const contest of await contestsIn({ host, scope, keys }, house)) {
      const result = await compare({ ...contest, name: `${engine}: ${contest.name}` })
      process.stderr.write(`${result.name}  ${result.mine}  ${result.ratio.toFixed(2)}\n`)
      results.push(result)
    }
    return results
  } finally {
    await host.close()
  }
}

export const reachingSome = async (count: number, engine?: string): Promise<Result[]> => {
  const results = engine === 'postgres' ? [] : await inHouse('sqlite', count)
  if (engine === 'sqlite') return results
  const server = await startPostgres()
  try {
    return [...results, ...(await inHouse('postgres', count, await server.url('accounts')))]
  } finally {
    await server.stop()
  }
}

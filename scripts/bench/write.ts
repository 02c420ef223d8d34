/**
 * `npm run bench:write`: bringing people in and writing over many of them, against the same done by the
 * bare database: sqlite3's own import and COPY, each with the indexes built after; prepared statements
 * and arrays, which commit by the same rule as our program. `-- --people 1000000` for a million (a hundred thousand otherwise), `--rounds 3` for more
 * than one, `--postgres URL` for a server to use in place of one of its own. Exits 1 when a limit is
 * broken.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { writePeople } from './people.ts'
import { postgresSide } from './write-postgres.ts'
import { sqliteSide } from './write-sqlite.ts'

/** One engine: how our program is pointed at it, and what the bare database does of the same. */
export type Side = {
  name: string
  limits: { import: number; suspend: number }
  /** Makes an empty organisation and answers the environment to work in it. */
  fresh(): Promise<Record<string, string | undefined>>
  /** Milliseconds. */
  bareImport(csv: string): Promise<number>
  /** Keeps the organisation as it is now, for `bareSuspend` to start from. */
  keep(): Promise<void>
  /** The changes and the events of the last run over again, on what was kept; milliseconds. */
  bareSuspend(): Promise<number>
  close(): Promise<void>
}

type Measured = { ms: number; mb: number }

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '1' },
    engine: { type: 'string' },
    postgres: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'))
const count = Number(values.people)
/** Whom the suspension is about: everybody or, of many, one country in eight (see people.ts). Of
 * 100,000 and of a million it is about 100,000. */
const [filter, suspended] =
  count > 500_000 ? ['country=KE', Math.floor((count + 6) / 8)] : ['created>=2000-01-01', count]

const median = (list: number[]): number => list.toSorted((a, b) => a - b)[list.length >> 1]!

const measure = async (side: Side, csv: string) => {
  const { steward } = await import('./steward.ts')
  const env = await side.fresh()
  const imported: Measured = steward(['consumers', 'import', csv, '--json'], { env, folder })
  const bareImport = await side.bareImport(csv)
  await side.keep()
  const whom = ['--filter', filter, '--confirm', String(suspended), '--reason', 'audit']
  const mine = steward(['consumers', 'suspend', ...whom, '--json'], { env, folder })
  return { imported, bareImport, suspend: mine, bareSuspend: await side.bareSuspend() }
}

const rowsOf = async (side: Side, csv: string) => {
  const rounds: Awaited<ReturnType<typeof measure>>[] = []
  for (let round = 0; round < Number(values.rounds); round++) rounds.push(await measure(side, csv))
  const of = (pick: (one: (typeof rounds)[number]) => number) => median(rounds.map(pick))
  const row = (what: string, mine: number, peer: number, limit: number) => ({
    what: `${what} (${side.name})`,
    mine: `${(mine / 1000).toFixed(1)} s`,
    peer: `${(peer / 1000).toFixed(1)} s`,
    ratio: Number((mine / peer).toFixed(2)),
    limit,
    ok: mine / peer <= limit,
  })
  const { limits } = side
  const mb = of(({ imported }) => imported.mb)
  return [
    row(
      `import of ${count}`,
      of(r => r.imported.ms),
      of(r => r.bareImport),
      limits.import,
    ),
    {
      what: `memory of the import (${side.name})`,
      mine: `${mb.toFixed(0)} MB`,
      peer: '',
      ratio: null,
      limit: 350,
      ok: mb <= 350,
    },
    row(
      `suspend ${suspended}`,
      of(r => r.suspend.ms),
      of(r => r.bareSuspend),
      limits.suspend,
    ),
  ]
}

const sides: Side[] = []
try {
  const csv = join(folder, 'people.csv')
  await writePeople(csv, count)
  if (values.engine !== 'postgres') sides.push(sqliteSide(folder))
  if (values.engine !== 'sqlite') sides.push(await postgresSide(folder, values.postgres))
  const rows: Awaited<ReturnType<typeof rowsOf>> = []
  for (const side of sides) rows.push(...(await rowsOf(side, csv)))
  const line = (row: (typeof rows)[number]) =>
    [row.what.padEnd(36), row.mine.padStart(9), row.peer.padStart(9), row.ratio ?? '', row.limit]
      .concat(row.ok ? 'ok' : 'TOO SLOW')
      .join('  ')
  const text = values.json ? JSON.stringify(rows, null, 2) : rows.map(line).join('\n')
  process.stdout.write(`${text}\n`)
  if (rows.some(({ ok }) => !ok)) process.exitCode = 1
} finally {
  for (const side of sides) await side.close()
  if (existsSync(folder)) rmSync(folder, { recursive: true, force: true })
}

/**
 * `npm run bench`: what the program costs, as ratios over a peer measured in the same run. Runs of
 * both sides alternate and medians are compared, so that a machine's mood falls on both. Exits 1
 * when a limit is broken. `--json` prints the rows as data.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import Driver from 'better-sqlite3'

type Row = {
  name: string
  /** Words behind `steward`. */
  ours: string[]
  /** What it reads. */
  input?: string
  /** Whose home and key it works with. */
  house?: House
  /** How it ends, where that isn't well. */
  exit?: number
  /** The peer; bare Node if it isn't told. */
  peer?: Peer
  measure: 'time' | 'memory'
  /** The highest ratio that is still good; none where the figure is for orientation. */
  limit?: number
  rounds?: number
}

/** `time` in milliseconds, `memory` in MiB. */
type Peer = { name: string; time(): Promise<number>; memory?(): number }

/** An organisation to measure in. */
type House = { env: Record<string, string | undefined>; consumer: string }

const bin = join(process.cwd(), 'bin/run.js')
const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'))
const password = 'correct horse battery staple'

type Run = Pick<Row, 'input' | 'exit'> & { env?: House['env'] }

const run = (args: string[], { input = '', exit = 0, env }: Run = {}): string => {
  const around = { ...process.env, STEWARD_DATABASE_URL: undefined, ...env }
  const options = { env: around, input, encoding: 'utf8' } as const
  const { status, stdout, stderr } = spawnSync(process.execPath, args, options)
  if (status !== exit) throw new Error(`node ${args.join(' ')}: ${stderr}${stdout}`)
  return stdout
}

/** An organisation with so many consumers in SQLite, and the id of one of them. */
const makeHouse = (name: string, people: number): House => {
  const home = join(folder, name)
  const env: House['env'] = { STEWARD_HOME: home, STEWARD_API_KEY: undefined }
  const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const made = run([bin, ...init, '--api-key', 'bench', '--json'], { input: password, env })
  env.STEWARD_API_KEY = JSON.parse(made).apiKey
  const driver = new Driver(join(home, 'steward.db'))
  const id = `'con_0' || substr('0000000000000000000000000' || n, -25)`
  driver.exec(`
    insert into consumers (id, provider, status, name, email, email_key, country, source, tags,
      two_factor, created_at, sort_name, search_text)
    with recursive number(n) as (select 1 union all select n + 1 from number where n < ${people})
    select ${id}, (select min(key) from providers), 'active', 'Person ' || n,
      'p' || n || '@example.org', 'p' || n || '@example.org', 'TZ', 'import', '[]', 0,
      1700000000000 + n * 60000, 'person ' || n, 'person ' || n || ' p' || n || '@example.org'
    from number`)
  driver.close()
  return { env, consumer: `con_0${String(people / 2).padStart(25, '0')}` }
}

/** Writes a process's peak memory in KiB to a file when it ends. */
const probe = (): string => {
  const text = `process.on('exit', () => {
    const fs = require('node:fs')
    const own = () => /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]
    // Linux counts what the parent held before exec into maxRSS, but not into VmHWM.
    const peak = process.platform === 'linux' ? own() : process.resourceUsage().maxRSS
    fs.writeFileSync(process.env.STEWARD_BENCH_PEAK, String(peak))
  })\n`
  writeFileSync(join(folder, 'probe.cjs'), text)
  return join(folder, 'probe.cjs')
}

const measured = {
  time(args: string[], how?: Run): number {
    const before = performance.now()
    run(args, how)
    return performance.now() - before
  },
  memory(args: string[], how?: Run): number {
    const peak = join(folder, 'peak')
    const env = { ...how?.env, STEWARD_BENCH_PEAK: peak }
    run(['-r', join(folder, 'probe.cjs'), ...args], { ...how, env })
    return Number(readFileSync(peak, 'utf8')) / 1024
  },
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const bare: Peer = {
  name: 'node -e 0',
  time: async () => measured.time(['-e', '0']),
  memory: () => measured.memory(['-e', '0']),
}

const compare = async (row: Row) => {
  const { name, ours, input, exit, house, peer: other = bare, measure, limit, rounds = 21 } = row
  const [left, right]: number[][] = [[], []]
  const how = { input, exit, env: house?.env }
  // The first round fills the code cache and the page cache, and doesn't count.
  for (let round = 0; round <= rounds; round++) {
    left!.push(measured[measure]([bin, ...ours], how))
    right!.push(measure === 'time' ? await other.time() : other.memory!())
  }
  const [mine, peer] = [median(left!.slice(1)), median(right!.slice(1))]
  const ratio = mine / peer
  const unit = measure === 'time' ? 'ms' : 'MB'
  const command = `steward ${ours.join(' ')}`
  const figures = { mine: `${mine.toFixed(1)} ${unit}`, peer: `${peer.toFixed(1)} ${unit}` }
  const ok = limit === undefined ? null : ratio <= limit
  return { name, command, against: other.name, ...figures, ratio, limit: limit ?? null, ok }
}

/** `consumers show`, and before it the hash of a password where that is part of the peer. */
const showing = ({ env, consumer }: House, hashing = false): Peer => ({
  name: hashing ? 'Argon2id + consumers show' : 'consumers show',
  async time() {
    const before = performance.now()
    // The cost that src/gateways/passwords.ts has.
    if (hashing) await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    run([bin, 'consumers', 'show', consumer, '--json'], { env })
    return performance.now() - before
  },
})

const rowsFor = (house: House, large: House): Row[] => {
  const show = ['consumers', 'show', house.consumer, '--json']
  const create = ['consumers', 'create', '--name', 'Bob', '--json']
  const login = ['login', '--email', 'owner@acme.test', '--password-stdin', '--json']
  const complete = ['complete', '--line', `steward consumers show ${large.consumer.slice(0, -2)}`]
  const person = { ...house, env: { ...house.env, STEWARD_API_KEY: undefined } }
  const demo = { ours: ['demo', '--reset', '--folder', join(folder, 'demo')], rounds: 3 }
  const rows: Omit<Row, 'measure'>[] = [
    { name: 'version', ours: ['--version'], limit: 1.6 },
    { name: 'one record', ours: show, limit: 1.8 },
    { name: 'help', ours: ['--help'], limit: 2.6 },
    { name: 'a parse error', ours: ['consumers', 'list', '--nothing'], exit: 2, limit: 2.8 },
    { name: 'whoami', ours: ['whoami', '--json'], peer: showing(house), limit: 1.15 },
    { name: 'completion', ours: complete, house: large, peer: showing(large), limit: 2 },
    {
      name: 'sign in',
      ours: login,
      input: password,
      house: person,
      peer: showing(house, true),
      limit: 1.5,
    },
    { name: 'a page of 50', ours: ['consumers', 'list', '--json'] },
    { name: 'a write', ours: create, rounds: 9 },
    ...(existsSync('dist/commands/demo.js') ? [{ name: 'demo', ...demo, limit: 60 }] : []),
  ]
  return [
    ...rows.map(row => ({ house, measure: 'time' as const, ...row })),
    { name: 'memory', ours: show, house, measure: 'memory', limit: 1.6, rounds: 5 },
  ]
}

const table = (rows: Awaited<ReturnType<typeof compare>>[]): string => {
  const lines = rows.map(({ ratio, limit, ok, ...row }) => {
    const verdict = ok === null ? '' : ok ? 'ok' : 'TOO SLOW'
    const command = row.command.replaceAll(folder, '$TMP')
    const cells = [row.name, command, row.mine, row.against, row.peer, ratio.toFixed(2)]
    return [...cells, limit === null ? '' : String(limit), verdict]
  })
  const all = [['', 'ours', '', 'peer', '', 'ratio', 'limit', ''], ...lines]
  const widths = all[0]!.map((_, at) => Math.max(...all.map(cells => cells[at]!.length)))
  return all
    .map(cells =>
      cells
        .map((text, at) => text.padEnd(widths[at]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

try {
  probe()
  const rows: Awaited<ReturnType<typeof compare>>[] = []
  const houses = [makeHouse('house', 10_000), makeHouse('large', 1_000_000)] as const
  for (const row of rowsFor(...houses)) rows.push(await compare(row))
  const json = process.argv.includes('--json')
  process.stdout.write(`${json ? JSON.stringify(rows, null, 2) : table(rows)}\n`)
  if (rows.some(({ ok }) => ok === false)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

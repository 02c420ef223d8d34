/**
 * `npm run bench`: what the program costs, as ratios over a peer measured in the same run. Runs of
 * both sides alternate and medians are compared, so that a machine's mood falls on both. Exits 1
 * when a limit is broken. `--json` prints the rows as data.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Driver from 'better-sqlite3'

type Row = {
  name: string
  /** Words behind `steward`. */
  ours: string[]
  measure: 'time' | 'memory'
  /** The highest ratio that is still good; none where the figure is for orientation. */
  limit?: number
  rounds?: number
}

const bin = join(process.cwd(), 'bin/run.js')
const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'))
const env: Record<string, string | undefined> = { ...process.env, STEWARD_HOME: folder }
delete env.STEWARD_DATABASE_URL

const run = (args: string[], input = ''): string => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    env,
    input,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`node ${args.join(' ')}: ${stderr}${stdout}`)
  return stdout
}

/** An organisation with 10,000 consumers in SQLite; answers the id of one of them. */
const makeHouse = (people: number): string => {
  const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const made = run([bin, ...init, '--api-key', 'bench', '--json'], 'correct horse battery staple')
  env.STEWARD_API_KEY = JSON.parse(made).apiKey
  const driver = new Driver(join(folder, 'steward.db'))
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
  return `con_0${String(people / 2).padStart(25, '0')}`
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
  time(args: string[]): number {
    const before = performance.now()
    run(args)
    return performance.now() - before
  },
  memory(args: string[]): number {
    env.STEWARD_BENCH_PEAK = join(folder, 'peak')
    run(['-r', join(folder, 'probe.cjs'), ...args])
    return Number(run(['-p', `fs.readFileSync(process.env.STEWARD_BENCH_PEAK, 'utf8')`])) / 1024
  },
}

const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

const bare = ['-e', '0']

const compare = ({ name, ours, measure, limit, rounds = 21 }: Row) => {
  const [left, right]: number[][] = [[], []]
  // The first round fills the compile cache and the page cache, and doesn't count.
  for (let round = 0; round <= rounds; round++) {
    left!.push(measured[measure]([bin, ...ours]))
    right!.push(measured[measure](bare))
  }
  const [mine, peer] = [median(left!.slice(1)), median(right!.slice(1))]
  const ratio = mine / peer
  const unit = measure === 'time' ? 'ms' : 'MB'
  const command = `steward ${ours.join(' ')}`
  const figures = { mine: `${mine.toFixed(1)} ${unit}`, peer: `${peer.toFixed(1)} ${unit}` }
  const ok = limit === undefined ? null : ratio <= limit
  return { name, command, against: 'node -e 0', ...figures, ratio, limit: limit ?? null, ok }
}

const rowsFor = (id: string): Row[] => {
  const show = ['consumers', 'show', id, '--json']
  const create = ['consumers', 'create', '--name', 'Bob', '--json']
  const demo = { ours: ['demo', '--reset', '--folder', join(folder, 'demo')], rounds: 3 }
  return [
    { name: 'version', ours: ['--version'], measure: 'time', limit: 1.6 },
    { name: 'one record', ours: show, measure: 'time', limit: 3 },
    { name: 'help', ours: ['--help'], measure: 'time', limit: 4 },
    { name: 'one record, memory', ours: show, measure: 'memory', limit: 1.6, rounds: 5 },
    { name: 'a page of 50', ours: ['consumers', 'list', '--json'], measure: 'time' },
    { name: 'a write', ours: create, measure: 'time', rounds: 9 },
    ...(existsSync('dist/commands/demo.js')
      ? [{ name: 'demo', ...demo, measure: 'time' as const, limit: 60 }]
      : []),
  ]
}

const table = (rows: ReturnType<typeof compare>[]): string => {
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
  const rows = rowsFor(makeHouse(10_000)).map(compare)
  const json = process.argv.includes('--json')
  process.stdout.write(`${json ? JSON.stringify(rows, null, 2) : table(rows)}\n`)
  if (rows.some(({ ok }) => ok === false)) process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}

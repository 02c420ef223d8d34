/**
 * How anything is measured here: ours and a peer in turns, so that a machine's mood falls on both, and
 * the medians compared. What counts is the ratio.
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type Result = {
  name: string
  /** What is measured, and what it is held against. */
  ours: string
  peer: string
  mine: string
  theirs: string
  ratio: number
  /** The highest ratio that is still good; null where the figure is for orientation. */
  limit: number | null
}

export const bin = join(process.cwd(), 'bin/run.js')

/** Everything that a run leaves lies here, and is gone afterwards. */
export const folder = mkdtempSync(join(tmpdir(), 'steward-bench-'))

export const cleanUp = (): void => rmSync(folder, { recursive: true, force: true })

export type Env = Record<string, string | undefined>

export type Run = {
  input?: string
  exit?: number
  env?: Env
  command?: string
  /** A file for what it prints, where that is too much to hold. */
  output?: number
}

/** Runs a program to its end, Node unless told otherwise. Throws unless it ends as expected. */
export const run = (args: readonly string[], how: Run = {}): string => {
  const { input = '', exit = 0, env, command = process.execPath, output = 'pipe' } = how
  const around = { ...process.env, STEWARD_DATABASE_URL: undefined, ...env }
  const { status, stdout, stderr } = spawnSync(command, args, {
    env: around,
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    stdio: ['pipe', output, 'pipe'],
  })
  if (status !== exit) throw new Error(`${command} ${args.join(' ')}: ${stderr}${stdout}`)
  return stdout
}

export const time = async (part: () => unknown): Promise<number> => {
  const before = performance.now()
  await part()
  return performance.now() - before
}

/** Writes a process's peak memory in KiB to a file when it ends. */
const probe = (): string => {
  const file = join(folder, 'probe.cjs')
  const text = `process.on('exit', () => {
    const fs = require('node:fs')
    const own = () => /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]
    // Linux counts what the parent held before exec into maxRSS, but not into VmHWM.
    const peak = process.platform === 'linux' ? own() : process.resourceUsage().maxRSS
    fs.writeFileSync(process.env.STEWARD_BENCH_PEAK, String(peak))
  })\n`
  writeFileSync(file, text)
  return file
}

/** The most memory that Node held while it ran this, in MiB. */
export const peakOf = (args: readonly string[], how: Run = {}): number => {
  const peak = join(folder, 'peak')
  const env = { ...how.env, STEWARD_BENCH_PEAK: peak }
  run(['-r', probe(), ...args], { ...how, env })
  return Number(readFileSync(peak, 'utf8')) / 1024
}

export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!

export type Contest = Pick<Result, 'name' | 'ours' | 'peer'> & {
  limit?: number
  rounds?: number
  unit?: 'ms' | 'MB'
  /** Both answer a figure. */
  measure: { mine(): Promise<number> | number; theirs(): Promise<number> | number }
}

/** The first round fills the caches, and doesn't count. */
export const compare = async (contest: Contest): Promise<Result> => {
  const { name, ours, peer, limit = null, rounds = 5, unit = 'ms', measure } = contest
  const mine: number[] = []
  const theirs: number[] = []
  for (let round = 0; round <= rounds; round++) {
    mine.push(await measure.mine())
    theirs.push(await measure.theirs())
  }
  const counted = rounds === 0 ? 0 : 1
  const [left, right] = [median(mine.slice(counted)), median(theirs.slice(counted))]
  const told = (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ${unit}`
  return { name, ours, peer, mine: told(left), theirs: told(right), ratio: left / right, limit }
}

export const isTooSlow = ({ ratio, limit }: Result): boolean => limit !== null && ratio > limit

const heads = ['', 'ours', '', 'peer', '', 'ratio', 'limit', '']

const cellsOf = (row: Result): string[] => {
  const verdict = row.limit === null ? '' : isTooSlow(row) ? 'TOO SLOW' : 'ok'
  const limit = row.limit === null ? '' : String(row.limit)
  const ours = row.ours.replaceAll(folder, '$TMP')
  return [row.name, ours, row.mine, row.peer, row.theirs, row.ratio.toFixed(2), limit, verdict]
}

export const textTable = (rows: readonly Result[]): string => {
  const all = [heads, ...rows.map(cellsOf)]
  const widths = heads.map((_, at) => Math.max(...all.map(cells => cells[at]!.length)))
  const line = (cells: string[]) => cells.map((text, at) => text.padEnd(widths[at]!)).join('  ')
  return all.map(cells => line(cells).trimEnd()).join('\n')
}

export const markdownTable = (rows: readonly Result[]): string => {
  const line = (cells: string[]) =>
    `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`
  const rule = line(heads.map(() => '---'))
  return [line(heads), rule, ...rows.map(row => line(cellsOf(row)))].join('\n')
}

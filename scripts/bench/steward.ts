/** Runs the built program, and tells how long it took and how much memory at most. */
import { spawnSync } from 'node:child_process'
import { openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const bin = join(process.cwd(), 'bin/run.js')

/** Writes a process's peak memory in KiB to a file when it ends. Linux counts what the parent held
 * before exec into maxRSS, but not into VmHWM. */
const probe = `process.on('exit', () => {
  const fs = require('node:fs')
  const own = () => /VmHWM:\\s+(\\d+)/.exec(fs.readFileSync('/proc/self/status', 'utf8'))[1]
  const peak = process.platform === 'linux' ? own() : process.resourceUsage().maxRSS
  fs.writeFileSync(process.env.STEWARD_BENCH_PEAK, String(peak))
})\n`

type Where = { env: Record<string, string | undefined>; folder: string }

export const steward = (args: string[], { env, folder }: Where): { ms: number; mb: number } => {
  const peak = join(folder, 'peak')
  writeFileSync(join(folder, 'probe.cjs'), probe)
  const out = openSync(join(folder, 'out'), 'w')
  const before = performance.now()
  const { status, stderr } = spawnSync(
    process.execPath,
    ['-r', join(folder, 'probe.cjs'), bin, ...args],
    { env: { ...process.env, ...env, STEWARD_BENCH_PEAK: peak }, stdio: ['ignore', out, 'pipe'] },
  )
  const ms = performance.now() - before
  if (status !== 0) throw new Error(`steward ${args.join(' ')}: ${stderr}`)
  return { ms, mb: Number(readFileSync(peak, 'utf8')) / 1024 }
}

/** An empty organisation; answers the environment to work in it. */
export const freshHouse = (home: string, url?: string): Record<string, string | undefined> => {
  const env: Record<string, string | undefined> = {
    STEWARD_HOME: home,
    STEWARD_DATABASE_URL: url,
    STEWARD_API_KEY: undefined,
  }
  const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [bin, ...init, '--api-key', 'bench', '--json'],
    { env: { ...process.env, ...env }, input: 'correct horse battery staple', encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`steward init: ${stderr}`)
  return { ...env, STEWARD_API_KEY: JSON.parse(stdout).apiKey }
}

/** What a table of people alone needs to have the same indexes as ours. The search text is the one
 * that ours has: folded, a line each, two line ends. */
export const derivedColumns = (lineEnd: string): Record<string, string> => ({
  provider: 'bigint default 1',
  account: 'bigint',
  status: "text default 'active'",
  credit_balance: 'bigint default 0',
  last_sign_in_at: 'timestamptz',
  suspended_until: 'timestamptz',
  merged_into: 'text',
  id: "text generated always as ('con_01m81w7hzzezp89rh1m2' || external_id)",
  email_key: 'text generated always as (lower(email))',
  sort_name: 'text generated always as (lower(name))',
  search_text: `text generated always as (lower(name) || ${lineEnd} || email || ${lineEnd} ||
    case when company is null or company = '' then '' else lower(company) || ${lineEnd} end || phone ||
    ${lineEnd} || ${lineEnd})`,
})

/** Runs that are cut short by force, and gone on with by several processes at once. */
import { spawn } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { databases } from '../support/contract.ts'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'

beforeAll(ensureBuilt)

const rows = Array.from({ length: 1000 }, (_, at) => `Person ${at},p${at}@example.org,KE`)

/** An office with a thousand people. */
const office = async (database: Record<string, string>) => {
  const home = temporaryFolder()
  const [password, file] = [join(home, 'password'), join(home, 'people.csv')]
  writeFileSync(password, 'correct horse battery staple')
  writeFileSync(file, ['name,email,country', ...rows].join('\n'))
  const base = { STEWARD_HOME: home, ...database }
  const owner = ['--name', 'Acme', '--email', 'o@acme.test', '--password-file', password]
  const made = await steward(['init', ...owner, '--api-key', 'ci', '--json'], { env: base })
  const env = { ...base, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey as string }
  await steward(['consumers', 'import', file], { env })
  return env
}

const program = join(process.cwd(), 'bin/run.js')

/** Begins a command and ends it by a signal once so many lines have come; answers how it ended. */
const cut = (words: string[], env: Record<string, string>, lines: number, by: NodeJS.Signals) =>
  new Promise<{ code: number | null; stderr: string }>(done => {
    const options = { env: { PATH: process.env.PATH, ...env } }
    const child = spawn(process.execPath, [program, ...words], options)
    let [seen, stderr] = [0, '']
    child.stdout.on('data', part => {
      seen += String(part).split('\n').length - 1
      if (seen >= lines && !child.killed) child.kill(by)
    })
    child.stderr.on('data', part => {
      stderr += part
    })
    child.on('close', code => done({ code, stderr }))
  })

const verb = ['consumers', 'suspend']

it.each(databases())(
  'a run that was killed, stopped and fought over does each row once (%s)',
  { timeout: 120_000 },
  async (_, database) => {
    const env = await office(await database())
    const ask = async (...words: string[]) => {
      const ended = await steward([...words, '--json'], { env })
      return { ...ended, answer: ended.stdout === '' ? null : ended.stdout.trimEnd().split('\n') }
    }
    const whole = ['--filter', 'country=KE', '--reason', 'audit', '--confirm', '1000']
    const key = ['--idempotency-key', 'audit-1']
    await cut([...verb, ...whole, ...key, '--json'], env, 1, 'SIGKILL')
    const listed = await ask('runs', 'list')
    const [run] = JSON.parse(listed.stdout).data
    expect(run).toMatchObject({ state: 'open', matched: 1000 })

    // The same command again is the same run, which is stopped once more.
    const stopped = await cut([...verb, ...whole, ...key, '--json'], env, 1, 'SIGTERM')
    const shown = JSON.parse((await ask('runs', 'show', run.id)).stdout)
    expect(shown.position).toBeGreaterThan(run.position)
    if (shown.state === 'interrupted') {
      expect(stopped.code).toBe(130)
      expect(stopped.stderr).toContain(`steward consumers suspend --resume ${run.id}`)
    }

    const resume = () => ask(...verb, '--resume', run.id)
    const fought = await Promise.all([resume(), resume(), resume()])
    for (const { exit } of fought) expect([0, 5]).toContain(exit)
    const last = await resume()
    expect(JSON.parse(last.answer!.at(-1)!).summary).toEqual({
      ...{ run: run.id, matched: 1000, succeeded: 1000, skipped: 0, failed: 0 },
    })
    const repeated = await ask(...verb, ...whole, ...key)
    expect(repeated.answer).toEqual(last.answer)
    const events = await steward(
      ['events', 'list', '--run', run.id, '--all', '--fields', 'subject.id', '-o', 'ndjson'],
      { env },
    )
    const about = events.stdout.trimEnd().split('\n')
    expect([about.length, new Set(about).size]).toEqual([1000, 1000])
  },
)

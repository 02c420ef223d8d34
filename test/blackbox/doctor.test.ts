/** Doctor against the built program: each thing broken for real, and told. */
import {
  chmodSync,
  cpSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { mailServer } from '../support/mail.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

type Finding = { name: string; status: string; seen: string; advice: string | null }

const folder = temporaryFolder()
const template = join(folder, 'template')
const password = 'correct horse battery staple'

beforeAll(async () => {
  await ensureBuilt()
  const init = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const made = await steward(init, { env: { STEWARD_HOME: template }, input: password })
  expect(made.exit).toBe(0)
})

let made = 0

/** A home of its own, as init left it. */
const newHome = (): string => {
  const home = join(folder, `home-${++made}`)
  cpSync(template, home, { recursive: true })
  // A copy of a folder is open to others.
  for (const copy of [home, join(home, 'cache')]) if (existsSync(copy)) chmodSync(copy, 0o700)
  return home
}

const doctor = async (home: string, env: Record<string, string> = {}, words: string[] = []) => {
  const all = { STEWARD_HOME: home, ...env }
  const { exit, stdout, stderr } = await steward(['doctor', '--json', ...words], { env: all })
  const { ok, checks } = JSON.parse(stdout) as { ok: boolean; checks: Finding[] }
  expect([exit, stderr]).toEqual([ok ? 0 : 1, ''])
  const failed = checks.filter(({ status }) => status === 'failed').map(({ name }) => name)
  return { exit, stdout, failed, of: (name: string) => checks.find(check => check.name === name)! }
}

const meddle = (home: string, script: string): void => {
  const database = new Database(join(home, 'steward.db'))
  database.exec(script)
  database.close()
}

it('finds an organisation as init left it well: a mail server that is not set is a warning', async () => {
  const { exit, of, failed } = await doctor(newHome())
  expect([exit, failed, of('mail').status]).toEqual([0, [], 'warning'])
  expect((await doctor(newHome(), {}, ['--full'])).exit).toBe(0)
})

it('needs neither a sign-in nor a database', async () => {
  const { exit, failed, of } = await doctor(join(temporaryFolder(), 'none'))
  expect([exit, failed, of('database').advice]).toEqual([
    1,
    ['database'],
    'Make an organisation: steward init',
  ])
})

it('tells a file that others can read, and one of the sign-ins', async () => {
  const home = newHome()
  chmodSync(join(home, 'secret.key'), 0o644)
  const { exit, failed, of } = await doctor(home)
  expect([exit, failed]).toEqual([1, ['files']])
  expect(of('files').seen).toContain('secret.key can be reached by others (644)')
})

it('tells a home that is a link', async () => {
  const link = join(folder, 'link')
  symlinkSync(newHome(), link)
  expect((await doctor(link)).of('files')).toMatchObject({ status: 'failed' })
})

it('tells a wrong secret key, and one that is no key, without repeating it', async () => {
  const wrong = Buffer.alloc(32, 9).toString('base64url')
  for (const STEWARD_SECRET_KEY of [wrong, 'hunter2']) {
    const { failed, stdout } = await doctor(newHome(), { STEWARD_SECRET_KEY })
    expect(failed).toEqual(['secret-key'])
    expect(stdout).not.toContain(STEWARD_SECRET_KEY)
  }
  const home = newHome()
  rmSync(join(home, 'secret.key'))
  expect((await doctor(home)).of('secret-key').status).toBe('warning')
})

it('connects to the mail server', async () => {
  const { env, received, close } = await mailServer()
  const up = await doctor(newHome(), env)
  expect([up.exit, up.of('mail').status, received]).toEqual([0, 'ok', []])
  await close()
  const url = env.STEWARD_SMTP_URL!.replace('//', '//steward:hunter2@')
  const down = await doctor(newHome(), { ...env, STEWARD_SMTP_URL: url })
  expect(down.of('mail')).toMatchObject({ status: 'failed' })
  expect(down.of('mail').seen).toContain('Nothing listens there.')
  expect(down.stdout).not.toContain('hunter2')
  const half = await doctor(newHome(), { STEWARD_SMTP_URL: 'smtp://127.0.0.1:1' })
  expect(half.failed).toEqual(['mail'])
})

it('tells a database file that is damaged, at its head or in its midst', async () => {
  const head = newHome()
  meddle(head, 'pragma wal_checkpoint(truncate)')
  writeFileSync(
    join(head, 'steward.db'),
    'this is no database, whatever its name may be. '.repeat(99),
  )
  expect((await doctor(head)).of('database')).toMatchObject({ status: 'failed' })
  const midst = newHome()
  meddle(midst, 'pragma wal_checkpoint(truncate)')
  const file = join(midst, 'steward.db')
  const handle = openSync(file, 'r+')
  for (let page = 2; page * 4096 < statSync(file).size; page += 3) {
    writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096)
  }
  const { exit, failed, of } = await doctor(midst)
  expect([exit, failed]).toEqual([1, expect.arrayContaining(['database'])])
  expect(of('database').advice).toContain('steward db restore')
})

it('tells a database that is a folder, or that may not be read', async () => {
  const home = newHome()
  const at = temporaryFolder()
  const { failed } = await doctor(home, { STEWARD_DATABASE_URL: `sqlite:${at}` })
  expect(failed).toContain('database')
})

it('tells an older schema, and what to do', async () => {
  const home = newHome()
  meddle(home, `delete from schema_migrations where id like '0002%'`)
  const { failed, of } = await doctor(home)
  expect([failed, of('migrations').advice]).toEqual([['migrations'], 'Run: steward db migrate'])
  meddle(home, `update schema_migrations set oldest_program = '9.0.0'`)
  expect((await doctor(home)).of('migrations').seen).toContain('needs Steward 9.0.0')
})

it('tells an event that was edited', async () => {
  const home = newHome()
  meddle(home, `update events set detail = replace(detail, 'acme', 'evil')`)
  const { failed, of } = await doctor(home)
  expect([failed, of('event-log').seen]).toEqual([
    ['event-log'],
    expect.stringMatching(/^Event 1: /),
  ])
})

it('tells a clock that is behind the newest event', async () => {
  const home = newHome()
  meddle(home, `update events set at = at + ${86_400_000}`)
  expect((await doctor(home)).failed).toEqual(['clock', 'event-log'])
})

it('tells environments that are broken, and looks at all that does not hang on them', async () => {
  const home = newHome()
  for (const env of [{ STEWARD_ENV: 'nowhere' }, { STEWARD_ENV: 'a', STEWARD_DATABASE_URL: 'b' }]) {
    const { failed, of } = await doctor(home, env as Record<string, string>)
    expect([failed, of('database').status, of('files').status]).toEqual([
      ['environments'],
      'warning',
      'ok',
    ])
  }
  writeFileSync(join(home, 'environments.json'), '{"damaged', { mode: 0o600 })
  expect((await doctor(home)).failed).toEqual(['environments'])
})

it('never shows the password in an address', async () => {
  const addresses = [
    'postgres://steward:hunter2@127.0.0.1:1/steward',
    'postgres://steward:hunter2@127.0.0.1:1/steward?password=hunter2',
    'postgres://steward:hunter2@nowhere.invalid/x',
    'postgres://steward:hun/ter2@127.0.0.1:1/x',
    'mysql://steward:hunter2@127.0.0.1/x',
  ]
  for (const STEWARD_DATABASE_URL of addresses) {
    const { exit, stdout } = await doctor(newHome(), { STEWARD_DATABASE_URL })
    expect([STEWARD_DATABASE_URL, exit]).toEqual([STEWARD_DATABASE_URL, 1])
    expect(stdout).not.toMatch(/hunter2|ter2/)
  }
})

it('does not read a sign-in, which may be what is broken', async () => {
  const home = newHome()
  renameSync(join(home, 'secret.key'), join(home, 'secret'))
  writeFileSync(join(home, 'sign-in'), 'no folder', { mode: 0o600 })
  expect((await doctor(home)).of('database').status).toBe('ok')
})

it('on a terminal has marks that are not told by colour alone', async () => {
  const home = newHome()
  chmodSync(join(home, 'secret.key'), 0o644)
  const { exit, screen } = await inTerminal('steward doctor', { STEWARD_HOME: home })
  expect(exit).toBe(1)
  expect(screen).toMatch(/database +✓ SQLite/)
  expect(screen).toMatch(/files +✗ secret\.key/)
  expect(screen).toMatch(/mail +! None is set/)
  expect(screen).toMatch(/verdict +1 failed, 1 warning\./)
  const plain = await inTerminal('steward doctor', { STEWARD_HOME: home, ACCESSIBLE: '1' })
  expect(plain.screen).toMatch(/files +FAILED: secret\.key/)
})

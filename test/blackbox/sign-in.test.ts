/** Signing in by the built program: in a pipe, and with a person at a terminal. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { beforeAll, expect, it, onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { password } from '../support/house.ts'
import { mailServer } from '../support/mail.ts'
import { answer, codeOf, enrol, init, login, owner, wrongCode } from '../support/owner.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal, type Turn } from '../support/pty.ts'

beforeAll(ensureBuilt)

const newHome = async (): Promise<Record<string, string>> => {
  const env = { STEWARD_HOME: temporaryFolder() }
  await init(env)
  return env
}

/** As if every session had been signed in ten minutes earlier. */
const stale = ({ STEWARD_HOME: home }: Record<string, string>): void => {
  const database = new Database(join(home!, 'steward.db'))
  database.exec('update sessions set fresh_at = fresh_at - 600000')
  database.close()
}

const credentials: Turn[] = [
  ['Email', `${owner}\r`],
  ['Password', `${password}\r`],
]

it('login in a pipe keeps the session and never prints the token', async () => {
  const env = await newHome()
  const signedIn = await login(env)
  expect(signedIn).toMatchObject({ exit: 0 })
  expect(JSON.parse(signedIn.stdout)).toEqual({
    supervisor: expect.objectContaining({ email: owner, role: 'owner' }),
    session: expect.objectContaining({ id: expect.stringMatching(/^ses_/), current: true }),
  })
  expect(signedIn.stdout + signedIn.stderr).not.toContain('stw_ses_')
  const who = await answer(env, 'whoami')
  expect(who).toMatchObject({
    supervisor: { email: owner },
    environment: { name: 'local' },
    session: { id: JSON.parse(signedIn.stdout).session.id },
    origin: { database: 'default', credential: 'steward login' },
  })
})

it('a key wins over a session, and does not do for one’s own profile', async () => {
  const env = await newHome()
  await login(env)
  const { apiKey } = await answer(env, 'keys create --name ci')
  const withKey = { ...env, STEWARD_API_KEY: apiKey as string }
  expect(await answer(withKey, 'whoami')).toMatchObject({
    key: { name: 'ci' },
    session: null,
    origin: { credential: 'STEWARD_API_KEY' },
  })
  for (const line of ['me show', 'me security', 'me sessions list', 'me two-factor enrol']) {
    expect([line, await steward(line.split(' '), { env: withKey })]).toMatchObject([
      line,
      { exit: 4 },
    ])
  }
})

it('two secrets can not both come from standard input', async () => {
  const env = await newHome()
  const both = await login(env, ['--code-stdin'])
  expect(both.exit).toBe(2)
  expect(JSON.parse(both.stdout).error.hint).toContain('--code-file')
})

it('logout ends the session, and forgets it even when it was over or never was', async () => {
  const env = await newHome()
  await login(env)
  const { session } = await answer(env, 'logout')
  expect(session).toMatchObject({ endedAt: expect.any(String) })
  expect(await steward(['me', 'show'], { env })).toMatchObject({ exit: 4 })
  expect(await answer(env, 'logout')).toEqual({ session: null })
})

it('logout forgets the session when the database can not be reached: exit 8', async () => {
  const env = { STEWARD_HOME: temporaryFolder() }
  const gone = { ...env, STEWARD_DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none' }
  const { openSessionStore } = await import('../../src/cli/session-store.ts')
  const place = { home: env.STEWARD_HOME, databaseUrl: gone.STEWARD_DATABASE_URL, file: null }
  const store = openSessionStore(place, () => null)
  await store.keep(`stw_ses_${'x'.repeat(43)}`)
  expect(await steward(['logout'], { env: gone })).toMatchObject({ exit: 8 })
  expect(await store.read()).toBeNull()
})

it('a revoked session is over with its very next command', async () => {
  const env = await newHome()
  const elsewhere = {
    STEWARD_HOME: temporaryFolder(),
    STEWARD_DATABASE_URL: `sqlite:${env.STEWARD_HOME}/steward.db`,
  }
  await login(env)
  await login(elsewhere)
  const { data } = await answer(env, 'me sessions list')
  const other = data.find(({ current }: { current: boolean }) => !current)
  await answer(elsewhere, 'whoami')
  await answer(env, `me sessions revoke ${other.id}`)
  expect(await steward(['whoami'], { env: elsewhere })).toMatchObject({
    exit: 4,
    stderr: expect.stringContaining('steward login'),
  })
})

it('something sensitive wants a fresh proof: off a terminal by a flag, else exit 4', async () => {
  const env = await newHome()
  await login(env)
  stale(env)
  const create = ['keys', 'create', '--name', 'ci', '--json']
  const refused = await steward(create, { env })
  expect(refused).toMatchObject({ exit: 4 })
  expect(JSON.parse(refused.stdout).error.details).toEqual({ needs: 'fresh-factor' })
  const given = [...create, '--password-stdin']
  expect(await steward(given, { env, input: 'not the password' })).toMatchObject({ exit: 4 })
  expect(await steward(given, { env, input: password })).toMatchObject({ exit: 0 })
})

it('on a terminal the fresh proof is asked for, and the command goes on', async () => {
  const env = await newHome()
  await login(env)
  stale(env)
  const { exit, screen } = await inTerminal('steward keys create --name ci', env, [
    ['Password', 'not the password\r'],
    ['The password is not right', ''],
    ['Password', `${password}\r`],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('stw_live_')])
})

it('login on a terminal asks for email and password, and shows neither password nor token', async () => {
  const env = await newHome()
  const { exit, raw } = await inTerminal('steward login', env, credentials)
  expect(exit).toBe(0)
  for (const word of [password, 'correct h', 'stw_ses_']) expect(raw).not.toContain(word)
  expect(await answer(env, 'whoami')).toMatchObject({ supervisor: { email: owner } })
})

it('an app is enrolled by a QR code and its first code; a wrong one can be mended', async () => {
  const env = await newHome()
  await login(env)
  let secret = ''
  const readSecret = (screen: string) => {
    secret = /^ {2}([A-Z2-7 ]{30,})\r?$/m.exec(screen)![1]!.replaceAll(' ', '')
    return `${wrongCode(secret)}\r`
  }
  const { exit, screen } = await inTerminal('steward me two-factor enrol', env, [
    ['Code', readSecret],
    ['The code is not right', ''],
    ['Code', () => `${codeOf(secret)}\r`],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('Recovery codes')])
  expect(screen).toMatch(/[█▀▄]{12}/)
  expect(await answer(env, 'me security')).toMatchObject({ recoveryCodesLeft: 10 })
})

it('with ACCESSIBLE=1 there is no QR code, and the secret in text', async () => {
  const env = { ...(await newHome()), ACCESSIBLE: '1' }
  await login(env)
  const { exit, screen } = await inTerminal('steward me two-factor enrol', env, [['Code', '\x03']])
  expect(exit).toBe(130)
  expect(screen).not.toMatch(/[█▀▄]/)
  expect(screen).toContain('Type this secret')
})

it('the second factor is asked for; a wrong code can be mended, and the right one signs in', async () => {
  const env = await newHome()
  const { secret } = await enrol(env)
  const code = codeOf(secret)
  const { exit, screen } = await inTerminal('steward login', env, [
    ...credentials,
    ['Second factor', '\r'],
    ['Code', `${wrongCode(secret)}\r`],
    ['The code is not right', ''],
    ['Code', `${code}\r`],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('You are signed in.')])
  expect(await login(env, ['--code', code])).toMatchObject({ exit: 4 })
})

it('an address is verified by the code sent to it, asked for at once', async () => {
  const server = await mailServer()
  const env = { ...(await newHome()), ...server.env }
  await login(env)
  const { exit, screen } = await inTerminal('steward me email', env, [
    ['Code', '000000\r'],
    ['code is not right', ''],
    ['Code', () => `${/\b\d{6}\b/.exec(server.received[0]!.mail.text!)![0]}\r`],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining(`${owner} is on your profile.`)])
  expect((await answer(env, 'me show')).verifications.email).toBe('verified')
})

it.runIf(process.platform === 'linux')(
  'a keychain that never answers costs at most 3 s, and that once',
  async () => {
    const folder = temporaryFolder()
    const server = createServer(() => undefined).listen(join(folder, 'bus'))
    onTestFinished(() => void server.close())
    const env = {
      XDG_DATA_HOME: folder,
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, 'bus')}`,
    }
    await init(env)
    const took = async () => {
      const begun = performance.now()
      expect(await login(env)).toMatchObject({ exit: 0 })
      return performance.now() - begun
    }
    const [first, second] = [await took(), await took()]
    expect(first - second).toBeGreaterThan(1000)
    expect(first - second).toBeLessThan(3000)
    expect(await answer(env, 'whoami')).toMatchObject({ supervisor: { email: owner } })
  },
)

it('a code sent by email signs in', async () => {
  const server = await mailServer()
  const env = { ...(await newHome()), ...server.env }
  await login(env)
  await answer(env, 'me email')
  const code = () => /\b\d{6}\b/.exec(server.received.at(-1)!.mail.text!)![0]
  await answer(env, `me email --code ${code()}`)
  const { secret } = await answer(env, 'me two-factor enrol')
  await answer(env, `me two-factor confirm --code ${codeOf(secret)}`)
  const { exit, screen } = await inTerminal('steward login', env, [
    ...credentials,
    ['Second factor', '\x1b[B\r'],
    ['A code was sent to', ''],
    ['Code', () => `${code()}\r`],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('You are signed in.')])
})

it('a forgotten password is set anew by a code from the mail', async () => {
  const server = await mailServer()
  const env = { ...(await newHome()), ...server.env }
  const asked = await steward(['login', '--forgot', '--email', owner, '--json'], { env })
  const unknown = await steward(['login', '--forgot', '--email', 'x@acme.test', '--json'], { env })
  expect(unknown).toEqual(asked)
  expect(JSON.parse(asked.stdout)).toEqual({ sent: true })
  expect(server.received).toHaveLength(1)
  const code = / is ([0-9A-Za-z]{20})$/m.exec(server.received[0]!.mail.text!)![1]!
  const line = ['login', '--forgot', '--email', owner, '--code', code, '--password-stdin']
  const changed = await steward(line, { env, input: 'four new words together' })
  expect(changed).toMatchObject({ exit: 0 })
  expect(await login(env)).toMatchObject({ exit: 4 })
  expect(await login(env, [], 'four new words together')).toMatchObject({ exit: 0 })
})

it('Ctrl-C and Ctrl-D while signing in are exit 130 and leave the terminal as it was', async () => {
  const env = await newHome()
  for (const key of ['\x03', '\x04']) {
    const line =
      'stty -a > before.$$; steward login; code=$?; stty -a | diff before.$$ - && echo sane; rm before.$$; exit $code'
    const at = `cd ${env.STEWARD_HOME}; ${line}`
    const { exit, screen, raw } = await inTerminal(at, env, [credentials[0]!, ['Password', key]])
    expect([key, exit, screen]).toEqual([key, 130, expect.stringContaining('sane')])
    expect(raw.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(raw.lastIndexOf('\x1b[?25l'))
  }
})

it('a closed or empty standard input never waits', async () => {
  const env = await newHome()
  for (const from of ['< /dev/null', '<&-']) {
    const { exit, screen } = await inTerminal(`steward login ${from}`, env)
    expect([from, exit, screen]).toEqual([from, 2, expect.stringContaining('--password-stdin')])
  }
})

/** What a person at a terminal is asked, and what becomes of each answer. */
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

const secret = 'correct horse battery staple'

beforeAll(ensureBuilt)

/** An organisation with Ada in it; answers the environment of whoever holds its key. */
const withAda = async () => {
  const home = { STEWARD_HOME: temporaryFolder() }
  const words = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const made = await steward([...words, '--api-key', 'ci', '--json'], { env: home, input: secret })
  const env = { ...home, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey as string }
  const add = [
    'consumers',
    'create',
    '--name',
    'Ada Lovelace',
    '--email',
    'ada@example.org',
    '--json',
  ]
  const { id } = JSON.parse((await steward(add, { env })).stdout)
  const status = async () =>
    JSON.parse((await steward(['consumers', 'show', id, '--json'], { env })).stdout)
      .status as string
  return { env, id: id as string, status }
}

const suspend = 'steward consumers suspend ada@example.org --reason chargeback'

it('init asks for everything it needs, the password twice, and never shows it', async () => {
  const env = { STEWARD_HOME: temporaryFolder() }
  const { exit, screen, raw } = await inTerminal('steward init --api-key ci', env, [
    ['Name', 'Acme\r'],
    ['Email', 'owner@acme.test\r'],
    ['Password', `${secret}\r`],
    ['Password again', 'something else\r'],
    ['It is not the same', `\x15${secret}\r`],
    ['Is this right?', '\r'],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('stw_live_')])
  expect(screen).toContain('****')
  for (const word of [secret, 'something else', 'correct h']) expect(raw).not.toContain(word)
})

it('init tells a mistake while it can be mended', async () => {
  const env = { STEWARD_HOME: temporaryFolder() }
  const { exit } = await inTerminal('steward init --name Acme', env, [
    ['Email', 'nobody\r'],
    ['is not an email address', '\x15owner@acme.test\r'],
    ['Password', `${secret}\r`],
    ['Password again', `${secret}\r`],
    ['Is this right?', '\r'],
  ])
  expect(exit).toBe(0)
})

it('suspend asks by name, email and id; no is exit 9 and changes nothing', async () => {
  const { env, id, status } = await withAda()
  for (const answer of ['n\r', '\r']) {
    const asked = `Suspend Ada Lovelace <ada@example.org> ${id}? (y/N)`
    const { exit, screen } = await inTerminal(suspend, env, [[asked, answer]])
    expect([exit, screen]).toEqual([9, expect.stringContaining('Nothing was changed.')])
    expect(await status()).toBe('active')
  }
  const { exit, screen } = await inTerminal(suspend, env, [['(y/N)', 'y\r']])
  expect([exit, screen]).toEqual([0, expect.stringContaining(`Suspended: Ada Lovelace`)])
  expect(await status()).toBe('suspended')
})

it('a move that can not be made is refused before anyone is asked', async () => {
  const { env } = await withAda()
  const { exit, screen } = await inTerminal('steward consumers activate ada@example.org', env)
  expect(exit).toBe(5)
  expect(screen).not.toContain('(y/N)')
})

it('Ctrl-C and Ctrl-D at a question are exit 130 and leave the terminal as it was', async () => {
  const { env, status } = await withAda()
  for (const key of ['\x03', '\x04']) {
    const line = `before=$(stty -a); ${suspend}; code=$?; [ "$before" = "$(stty -a)" ] && echo sane; exit $code`
    const { exit, screen, raw } = await inTerminal(line, env, [['(y/N)', key]])
    expect([key, exit, screen]).toEqual([key, 130, expect.stringContaining('sane')])
    expect(raw.lastIndexOf('\x1b[?25h')).toBeGreaterThanOrEqual(raw.lastIndexOf('\x1b[?25l'))
    expect(screen).not.toMatch(/at \S+ \(|ExitPrompt/)
    expect(await status()).toBe('active')
  }
})

it('a closed or empty standard input never waits, even where the rest is a terminal', async () => {
  const { env } = await withAda()
  for (const from of ['< /dev/null', '<&-']) {
    const missing = await inTerminal(`steward consumers suspend ada@example.org ${from}`, env)
    expect([from, missing.exit, missing.screen]).toEqual([
      from,
      2,
      expect.stringContaining('--reason'),
    ])
    const unsure = await inTerminal(`steward consumers delete ada@example.org ${from}`, env)
    expect([from, unsure.exit]).toEqual([from, 2])
    const init = await inTerminal(`steward init ${from}`, { STEWARD_HOME: temporaryFolder() })
    expect([from, init.exit, init.screen]).toEqual([
      from,
      2,
      expect.stringContaining('--password-stdin'),
    ])
  }
})

it('delete in a pipe needs --yes: exit 2, and nothing is changed', async () => {
  const { env, id, status } = await withAda()
  const refused = await steward(['consumers', 'delete', id, '--json'], { env })
  expect(refused).toMatchObject({ exit: 2, stderr: '' })
  expect(JSON.parse(refused.stdout).error).toMatchObject({ code: 'invalid_input', field: 'yes' })
  expect(await status()).toBe('active')
  const done = await steward(['consumers', 'delete', id, '--yes', '--json'], { env })
  expect([done.exit, JSON.parse(done.stdout).status]).toEqual([0, 'deleted'])
})

it('the cards above a list count every status, the deleted too', async () => {
  const { env, id } = await withAda()
  await steward(['consumers', 'delete', id, '--yes'], { env })
  const { exit, screen } = await inTerminal('steward consumers list', env)
  expect(exit).toBe(0)
  expect(screen).toContain(
    'All 0 · New 0 · Active 0 · Pending 0 · Suspended 0 · Rejected 0 · Deleted 1',
  )
})

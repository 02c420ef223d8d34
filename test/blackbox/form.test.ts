/** The form that asks a person for what is missing. */
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

beforeAll(ensureBuilt)

const secret = 'correct horse battery staple'

const house = async () => {
  const home = { STEWARD_HOME: temporaryFolder() }
  const words = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const made = await steward([...words, '--api-key', 'ci', '--json'], { env: home, input: secret })
  const env = { ...home, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey as string }
  await steward(['consumers', 'create', '--name', 'Ada', '--email', 'ada@example.org'], { env })
  const notes = async () =>
    JSON.parse(
      (await steward(['consumers', 'history', 'ada@example.org', '--json'], { env })).stdout,
    ).data.length as number
  return { env, notes }
}

it('asks for what is missing, shows it, and goes ahead when it is agreed to', async () => {
  const { env } = await house()
  const { exit, screen } = await inTerminal('steward consumers note', env, [
    ['Consumer', 'ada@example.org\r'],
    ['Text', 'Called back.\r'],
    ['Is this right?', '\r'],
  ])
  expect([exit, screen]).toEqual([
    0,
    expect.stringMatching(/Consumer +ada@example\.org\s+Text +Called back\./),
  ])
})

it('goes back by Esc, with what was typed there to be mended', async () => {
  const { env } = await house()
  const { exit, screen } = await inTerminal('steward consumers note', env, [
    ['Consumer', 'bob@example.org\r'],
    ['Text', '\x1b'],
    ['bob@example.org', '\x15ada@example.org\r'],
    ['Text', 'Called back.\r'],
    ['Is this right?', '\r'],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('Called back.')])
})

it('changes one answer from the summary', async () => {
  const { env } = await house()
  const { exit, screen } = await inTerminal('steward consumers note', env, [
    ['Consumer', 'ada@example.org\r'],
    ['Text', 'Caled.\r'],
    ['Is this right?', '\x1b[B\x1b[B\r'],
    ['The note.', '\x15Called.\r'],
    ['Is this right?', '\r'],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('Called.')])
})

it('is cancelled by Esc at its first question and by Cancel at its end: exit 9, nothing changed', async () => {
  const { env, notes } = await house()
  const before = await notes()
  const first = await inTerminal('steward consumers note', env, [['Consumer', '\x1b']])
  expect([first.exit, first.screen]).toEqual([9, expect.stringContaining('Nothing was changed.')])
  const last = await inTerminal('steward consumers note', env, [
    ['Consumer', 'ada@example.org\r'],
    ['Text', 'Called back.\r'],
    ['Is this right?', '\x1b[A\r'],
  ])
  expect([last.exit, await notes()]).toEqual([9, before])
})

it('is stopped by Ctrl-C: exit 130, nothing changed', async () => {
  const { env, notes } = await house()
  const before = await notes()
  const { exit } = await inTerminal('steward consumers note', env, [
    ['Consumer', 'ada@example.org\r'],
    ['Text', '\x03'],
  ])
  expect([exit, await notes()]).toEqual([130, before])
})

it('tells a wrong value, and never shows a secret', async () => {
  const env = { STEWARD_HOME: temporaryFolder() }
  const { exit, screen, raw } = await inTerminal('steward init', env, [
    ['Name', 'Acme\r'],
    ['Email', 'nobody\r'],
    ['is not an email address', '\x15owner@acme.test\r'],
    ['Password', `${secret}\r`],
    ['Password again', `${secret}\r`],
    ['Is this right?', '\r'],
  ])
  expect([exit, screen]).toEqual([0, expect.stringMatching(/Password +\*{8}/)])
  expect(raw).not.toContain(secret)
})

it('numbers its choices and moves nothing where ACCESSIBLE is set', async () => {
  const { env } = await house()
  const { exit, screen } = await inTerminal('steward consumers note', { ...env, ACCESSIBLE: '1' }, [
    ['Consumer', 'ada@example.org\r'],
    ['Text', 'Called back.\r'],
    ['Is this right?', '1\r'],
  ])
  expect([exit, screen]).toEqual([0, expect.stringContaining('1) Yes, go ahead')])
})

/** Somebody joins the team at a terminal: invited, first signed in, enrolled, and refused what is not
 * theirs to do. */
import { readFileSync } from 'node:fs'
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { password } from '../support/house.ts'
import { mailServer } from '../support/mail.ts'
import { answer, codeOf, init, login } from '../support/owner.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal, type Turn } from '../support/pty.ts'
import { ownPassword } from '../support/team.ts'

beforeAll(ensureBuilt)

type Env = Record<string, string>

/** An owner's home, and another of somebody who works with the same database. */
const newHomes = async (): Promise<{ boss: Env; sam: Env }> => {
  const boss = { STEWARD_HOME: temporaryFolder() }
  await init(boss)
  await login(boss)
  const database = `sqlite:${boss.STEWARD_HOME}/steward.db`
  const [, secret] = readFileSync(`${boss.STEWARD_HOME}/secret.key`, 'utf8').trim().split(/\s+/)
  const sam = { STEWARD_HOME: temporaryFolder(), STEWARD_DATABASE_URL: database }
  return { boss, sam: { ...sam, STEWARD_SECRET_KEY: secret! } }
}

/** Typed twice, as every new password is. */
const chosen: Turn[] = [
  ['New password', `${ownPassword}\r`],
  ['New password again', `${ownPassword}\r`],
]

it('an invitation is accepted, a second factor enrolled, and what is beyond the role refused', async () => {
  const { boss, sam } = await newHomes()
  const { env: mail, received } = await mailServer()
  const line = 'team invite --email sam@acme.test --role support --two-factor'
  expect(await answer(boss, line)).toMatchObject({ status: 'invited', twoFactorRequired: true })
  await answer({ ...boss, ...mail }, 'outbox flush')
  const text = received.map(({ mail }) => mail.text).join('\n')
  const command = /^steward login --invitation stw_inv_\w+$/m.exec(text)![0]
  let secret = ''
  const readSecret = (screen: string) => {
    secret = /^ {2}([A-Z2-7 ]{30,})\r?$/m.exec(screen)![1]!.replaceAll(' ', '')
    return `${codeOf(secret)}\r`
  }
  const joined = await inTerminal(command, sam, [
    ['New password', 'password\r'],
    ['New password again', 'password\r'],
    ['among the first that are guessed', ''],
    ...chosen,
    ['You need a second factor', ''],
    ['Code', readSecret],
  ])
  expect([joined.exit, joined.screen]).toEqual([0, expect.stringContaining('Recovery codes')])
  expect(joined.screen).not.toContain(ownPassword)
  const refused = await inTerminal('steward team list', sam)
  expect(refused).toMatchObject({ exit: 4, screen: expect.stringContaining('team:list') })
  expect(await inTerminal('steward consumers list', sam)).toMatchObject({ exit: 0 })
  expect(await inTerminal(command, sam, chosen)).toMatchObject({
    exit: 4,
    screen: expect.stringContaining('This invitation does not work'),
  })
  const { supervisor } = await answer(sam, 'whoami')
  await answer(boss, `team disable ${supervisor.id} --yes`)
  expect(await inTerminal('steward consumers list', sam)).toMatchObject({ exit: 4 })
})

it('a password that was made is changed at the first sign-in; off a terminal it says how', async () => {
  const { boss, sam } = await newHomes()
  await answer(boss, 'providers create --name North --reference north')
  const made = await answer(boss, 'team create --provider north --email op@n.test --role support')
  const words = 'login --provider north --email op@n.test --password-stdin'
  const piped = await steward(words.split(' '), { env: sam, input: made.password })
  expect(piped).toMatchObject({ exit: 4, stderr: expect.stringContaining('--new-password-stdin') })
  const first = await inTerminal('steward login --provider north', sam, [
    ['Email', 'op@n.test\r'],
    ['Password', `${made.password}\r`],
    ['choose one of your own', ''],
    ...chosen,
  ])
  expect(first).toMatchObject({ exit: 0, screen: expect.stringContaining('North (north)') })
  await answer(sam, 'logout')
  // The provider is known from the last time.
  const again = words.replace('--provider north ', '').split(' ')
  const known = await steward(again, { env: sam, input: ownPassword })
  expect(known).toMatchObject({ exit: 0, stderr: expect.stringContaining('Provider: north') })
  const elsewhere = await steward([...again, '--provider', 'default'], {
    env: sam,
    input: ownPassword,
  })
  expect(elsewhere).toMatchObject({ exit: 4 })
  expect(made.password).not.toBe(password)
})

it('at a terminal the role is chosen from those there are, and the reach is asked', async () => {
  const { boss } = await newHomes()
  const made = await inTerminal('steward team create', boss, [
    ['Email', 'sam@acme.test\r'],
    ['Name', 'Sam\r'],
    ['owner', '\x1b[B\x1b[B\x1b[B\r'],
    ['Accounts', 'all\r'],
    ['Is this right', '\r'],
  ])
  expect([made.exit, made.screen]).toEqual([0, expect.stringContaining('shown only now')])
  expect(await answer(boss, 'team show sam@acme.test')).toMatchObject({
    role: 'support',
    name: 'Sam',
    reach: 'all accounts, those to come too',
  })
})

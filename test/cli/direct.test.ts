/**
 * A command started directly and the same found by oclif answer alike: stdout, stderr and exit code,
 * byte by byte.
 */
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ensureBuilt } from '../support/program.ts'

const home = mkdtempSync(join(tmpdir(), 'steward-direct-'))
const root = process.cwd()
const env: Record<string, string> = { PATH: process.env.PATH!, STEWARD_HOME: home }

/** oclif's own way: `main` told where commands are finds every one of them by itself. */
const throughOclif = [
  '--input-type=module',
  '-e',
  `const { main } = await import(${JSON.stringify(join(root, 'dist/main.js'))})
   await main(${JSON.stringify(root)}, {})`,
  '--',
  'in place of a file',
]

const run = (start: string[], words: string[], input = '') =>
  new Promise<{ exit: number; stdout: string; stderr: string }>(done => {
    const child = execFile(process.execPath, [...start, ...words], { env }, (error, out, err) =>
      done({ exit: Number(error?.code ?? 0), stdout: out, stderr: err }),
    )
    child.stdin!.end(input)
  })

const directly = [join(root, 'bin/run.js')]
const both = (words: string[]) => Promise.all([run(directly, words), run(throughOclif, words)])

const invocations = [
  'consumers show ada@example.org',
  'consumers show ada@example.org --json',
  'consumers show --json ada@example.org',
  'consumers show -o nothing ada@example.org',
  'consumers show ada@example.org one-too-many',
  'consumers show nobody@example.org --json',
  'consumers show',
  'consumers show -- -x',
  'consumers show a=b',
  'consumers:show ada@example.org -o ids',
  'consumers list --json',
  'consumers list --nothing',
  'consumers list extra',
  'consumers list --search',
  'consumers',
  'consumers --json',
  'consumers --help',
  'consumers list --help',
  'consumers list --search --help',
  'consumers nothing',
  'consumers nothing --help',
  'users list -o ids',
  'search ada',
  'keys list -o csv --fields name',
  'keys create',
  'help',
  'help keys create',
  'nothing --json',
  '--json',
  '-h',
  '',
]

afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('a command started directly', () => {
  beforeAll(async () => {
    await ensureBuilt()
    const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
    const words = [...init, '--api-key', 'ci', '--json']
    const { stdout } = await run(directly, words, 'correct horse battery staple')
    env.STEWARD_API_KEY = JSON.parse(stdout).apiKey
    await run(directly, ['consumers', 'create', '--name', 'Ada', '--email', 'ada@example.org'])
  })

  it.each(invocations)('answers as through oclif: steward %s', async line => {
    const words = line.split(' ').filter(word => word !== '')
    const [direct, long] = await both(words)
    expect(direct).toEqual(long)
  })

  it('is told nothing of plugins and hooks, so there are none', async () => {
    const { default: pjson } = await import('../../package.json', { with: { type: 'json' } })
    expect(pjson.oclif).not.toHaveProperty('hooks')
    expect(pjson.oclif.plugins).toEqual([])
  })
})

describe('a command that does not exist', () => {
  it.each([
    ['consumers lst', 'Did you mean steward consumers list?'],
    ['cosumers', 'Did you mean steward consumers?'],
    ['frobnicate', 'See what there is with steward --help.'],
    ['consumers frobnicate', 'See its commands with steward consumers --help.'],
    ['search ada', 'Find people with steward consumers list --search TEXT.'],
  ])('is told in one line, with what is near: steward %s', async (line, hint) => {
    const { exit, stdout, stderr } = await run(directly, line.split(' '))
    expect({ exit, stdout, stderr }).toEqual({
      exit: 2,
      stdout: '',
      stderr: `Error: There is no such command.\n  ${hint}\n`,
    })
  })

  it('is never repeated', async () => {
    const { stdout, stderr } = await run(directly, ['s3cret-t0ken', '--password=hunter2', '--json'])
    expect(stdout + stderr).not.toMatch(/s3cret|hunter2/)
  })
})

describe('help', () => {
  it.each([[['help']], [['--help']]])('is printed by steward %j, exit 0', async words => {
    const { exit, stdout } = await run(directly, words)
    expect(exit).toBe(0)
    expect(stdout).toContain('USAGE')
  })
})

describe('steward alone', () => {
  const alone = async (own: Record<string, string>) => {
    const before = { ...env }
    Object.assign(env, own)
    const { exit, stdout } = await run(directly, [])
    Object.assign(env, before)
    return { exit, stdout }
  }

  it('says where this is and as whom, and five things to do next', async () => {
    const { exit, stdout } = await alone({})
    expect([exit, stdout.split('\n')[0]]).toEqual([0, 'local: Acme, as owner@acme.test (key ci).'])
    expect(stdout.match(/^ {2}steward /gm)).toHaveLength(5)
  })

  it('knows who is not signed in, and where nothing is yet', async () => {
    const stranger = await alone({ STEWARD_API_KEY: '' })
    expect([stranger.exit, stranger.stdout]).toEqual([0, expect.stringContaining('steward login')])
    const empty = await alone({ STEWARD_HOME: join(home, 'empty') })
    expect([empty.exit, empty.stdout]).toEqual([0, expect.stringContaining('steward init')])
  })
})

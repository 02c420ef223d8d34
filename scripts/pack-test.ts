/**
 * `node scripts/pack-test.ts 22 24 26`: the published package, installed globally into an empty
 * folder, on each of these versions of Node (24 unless told), does its work there.
 */
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const windows = process.platform === 'win32'
const folder = mkdtempSync(join(tmpdir(), 'steward-pack-'))

type Where = { cwd: string; path?: string[]; env?: Record<string, string>; input?: string }

const run = (command: string, words: string[], { cwd, path = [], env, input }: Where): string =>
  execFileSync(command, words, {
    cwd,
    input: input ?? '',
    encoding: 'utf8',
    shell: windows,
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env, PATH: [...path, process.env.PATH].join(delimiter) },
  })

const packed = (): string => {
  const told = run('npm', ['pack', '--json', '--silent', '--pack-destination', folder], {
    cwd: process.cwd(),
  })
  // What `prepare` prints comes first; npm's own answer is the last list or record in the text.
  const name = /"filename":\s*"([^"]+)"/.exec(told)?.[1]
  if (!name) throw new Error('npm pack named no file')
  return join(folder, name)
}

/** The folder of a Node of this version, from the `node` package; our own where it is the one. */
const nodeOf = (version: string): string => {
  if (process.versions.node.startsWith(`${version}.`)) return dirname(process.execPath)
  const cwd = join(folder, `node-${version}`)
  mkdirSync(cwd)
  // The package is a shell; its install script fetches the binary.
  writeFileSync(join(cwd, 'package.json'), JSON.stringify({ allowScripts: { node: true } }))
  run('npm', ['install', '--silent', `node@${version}`], { cwd })
  return join(cwd, 'node_modules/.bin')
}

const expect = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(`it failed: ${what}`)
}

const tryOut = (version: string, tarball: string): void => {
  const node = nodeOf(version)
  const prefix = join(folder, `prefix-${version}`)
  const empty = join(folder, `empty-${version}`)
  mkdirSync(empty)
  const words = ['install', '--silent', '--prefer-offline', '--global', '--prefix', prefix, tarball]
  run('npm', words, { cwd: empty, path: [node] })
  const bin = windows ? prefix : join(prefix, 'bin')
  const env: Record<string, string> = { STEWARD_HOME: join(folder, `home-${version}`) }
  const steward = (words: string[], input?: string) =>
    run('steward', words, { cwd: empty, path: [bin, node], env, input })
  const running = run('node', ['--version'], { cwd: empty, path: [node] }).trim()
  expect(running.startsWith(`v${version}.`), `node ${version} is ${running}`)
  expect(/^\d+\.\d+\.\d+\n$/.test(steward(['--version'])), '--version')
  const init = ['init', '--name', 'Acme', '--email', 'owner@acme.test', '--password-stdin']
  const made = steward([...init, '--api-key', 'ci', '--json'], 'correct horse battery staple')
  env.STEWARD_API_KEY = JSON.parse(made).apiKey
  steward(['consumers', 'create', '--name', 'Ada', '--email', 'ada@example.org', '--json'])
  const { data } = JSON.parse(steward(['consumers', 'list', '--search', 'ada', '--json']))
  expect(data.length === 1 && data[0].name === 'Ada', 'consumers list')
  expect(JSON.parse(steward(['events', 'verify', '--json'])).ok === true, 'events verify')
  process.stdout.write(`The package works on Node ${running.slice(1)}.\n`)
}

try {
  const tarball = packed()
  const versions = process.argv.slice(2)
  for (const version of versions.length > 0 ? versions : ['24']) tryOut(version, tarball)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

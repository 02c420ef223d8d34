/** Hostile text goes in exactly and comes out harmless, in every format, in a pipe and on a terminal. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { ensureBuilt, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

const hostile = {
  escape: 'Red \x1b[31mPAID\x1b[0m \x1b[2J\x1b[1;1H',
  link: '\x1b]8;;https://evil.example\x07click\x1b]8;;\x07',
  c1: 'csi \x9b31m osc \x9d0;title\x9c',
  controls: 'bell\x07 back\b\b\bspace line\r\nfeed\ttab\x7f',
  bidi: 'user\u202egnp.exe\u2066 x \u2069\u200e',
  zeroWidth: 'Ad\u200ba\u200d\ufeff\u2060',
  marks: `Z${'\u0301\u0302\u0335'.repeat(17)}algo`,
  cjk: '王小明 山田太郎 김민준',
  emoji: '👩‍👩‍👧‍👦 🏳️‍🌈 🇹🇿',
  rtl: 'محمد علي שלום',
  formula: '=HYPERLINK("http://evil.example","x")',
}

const kinds = Object.keys(hostile) as (keyof typeof hostile)[]

let env: Record<string, string>
let ids: string[]

beforeAll(async () => {
  await ensureBuilt()
  const folder = temporaryFolder()
  const home = { STEWARD_HOME: join(folder, 'home') }
  const init = ['init', '--name', 'Acme', '--email', 'o@acme.test', '--password-stdin']
  const made = await steward([...init, '--api-key', 'ci', '--json'], {
    env: home,
    input: 'correct horse battery staple',
  })
  env = { ...home, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey }
  const rows = kinds.map(kind => ({
    name: hostile[kind],
    company: hostile[kind],
    externalId: kind,
    email: `${kind}@example.org`,
  }))
  const file = join(folder, 'people.ndjson')
  writeFileSync(file, rows.map(row => JSON.stringify(row)).join('\n'))
  const imported = await steward(['consumers', 'import', file, '--json'], { env })
  expect(JSON.parse(imported.stdout)).toMatchObject({ created: kinds.length, failed: [] })
  ids = []
  for (const kind of kinds) {
    const more = ['--reason', hostile[kind], '--note', hostile[kind]]
    const done = await steward(['consumers', 'suspend', kind, ...more, '--json'], { env })
    expect(done.exit).toBe(0)
    ids.push(JSON.parse(done.stdout).id)
  }
}, 120_000)

/** What could act on a terminal or turn its text around. Line breaks are our own. */
const acts = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u200b\u2060]/

const reads = () => [
  ['consumers', 'list', '--all'],
  ['consumers', 'list', '--wide'],
  ['consumers', 'show', ids[0]!],
  ...ids.map(id => ['consumers', 'show', id]),
  ...ids.slice(0, 6).map(id => ['consumers', 'history', id]),
]

const formats = ['table', 'json', 'ndjson', 'yaml', 'ids']

it('goes in exactly', async () => {
  const { stdout } = await steward(['consumers', 'list', '--all', '--json'], { env })
  const { data } = JSON.parse(stdout) as { data: Record<string, string>[] }
  for (const kind of kinds) {
    const row = data.find(one => one.externalId === kind)
    const told = { name: hostile[kind], company: hostile[kind], statusReason: hostile[kind] }
    expect(row).toMatchObject(told)
  }
})

it('comes out of a pipe harmless in every format, but for a file that is to be read back', async () => {
  for (const words of reads().slice(0, 9)) {
    for (const format of formats) {
      const { exit, stdout, stderr } = await steward([...words, '-o', format], { env })
      expect([words, format, exit]).toEqual([words, format, 0])
      expect(acts.exec(stdout)).toBeNull()
      expect(acts.exec(stderr)).toBeNull()
    }
  }
}, 120_000)

it('as CSV in a pipe stays exact and is no formula', async () => {
  const { stdout } = await steward(['consumers', 'export'], { env })
  expect(stdout).toContain(hostile.escape)
  expect(stdout).toContain(`"'=HYPERLINK(`)
})

it('comes out of a terminal harmless in every format', async () => {
  const lines = reads()
    .slice(0, 4)
    .map(words => words.join(' '))
  for (const line of [...lines, `consumers history ${ids[0]}`, 'consumers export']) {
    for (const format of [...formats, 'csv']) {
      const { exit, raw } = await inTerminal(`steward ${line} -o ${format} --no-color`, env)
      expect([line, format, exit]).toEqual([line, format, 0])
      expect([line, format, acts.exec(raw.replaceAll('\r\n', '\n'))]).toEqual([line, format, null])
    }
  }
}, 120_000)

it('with colours has no escape sequence but those of colours', async () => {
  for (const id of ids.slice(0, 4)) {
    const { raw } = await inTerminal(`steward consumers show ${id}`, env)
    const plain = raw.replaceAll('\r\n', '\n').replace(/\x1b\[\d+(;\d+)*m/g, '')
    expect(acts.exec(plain)).toBeNull()
    expect(raw).not.toContain('\x1b[31mPAID')
  }
}, 60_000)

it('is harmless where a person is asked and told whom it is about', async () => {
  for (const at of [0, 1, 2, 4]) {
    const line = `steward consumers activate ${ids[at]} --no-color`
    const asked = await inTerminal(line, env, [['(y/N)', 'n\r']])
    expect(asked.exit).toBe(9)
    for (const part of ['\x1b[31mPAID', '\x1b[2J\x1b[1;1H', '\x1b]8;', '\x9b', '\u202e']) {
      expect(asked.raw).not.toContain(part)
    }
    const done = await steward(['consumers', 'activate', ids[at]!], { env })
    expect([done.exit, acts.exec(done.stderr)]).toEqual([0, null])
  }
}, 60_000)

it('in a file that fails is told by its line, harmlessly', async () => {
  const rows = kinds.map(kind => JSON.stringify({ [hostile[kind]]: hostile[kind], name: 'x' }))
  const input = rows.join('\n')
  for (const format of ['table', 'json']) {
    const words = ['consumers', 'import', '-', '--format', 'ndjson', '-o', format]
    const { exit, stdout, stderr } = await steward(words, { env, input })
    expect([exit, acts.exec(stdout), acts.exec(stderr)]).toEqual([7, null, null])
  }
})

it('an import and the export it makes go on for any number of pages, and stop with their reader', async () => {
  const input = Array.from({ length: 1203 }, (_, at) => `Page ${at},page-${at}`).join('\n')
  const words = ['consumers', 'import', '-', '--json']
  const made = await steward(words, { env, input: `name,externalId\n${input}\n` })
  expect(JSON.parse(made.stdout)).toMatchObject({ created: 1203, failed: [] })
  const all = await steward(['consumers', 'list', '--search', 'page', '--all', '-o', 'ids'], {
    env,
  })
  expect(new Set(all.stdout.trim().split('\n')).size).toBe(1203)
  const json = await steward(['consumers', 'list', '--search', 'page', '--all', '--json'], { env })
  expect(JSON.parse(json.stdout)).toMatchObject({ hasMore: false, total: 1203 })
  const file = await steward(['consumers', 'export', '--search', 'page'], { env })
  expect(file.stdout.trim().split('\n')).toHaveLength(1204)
  const again = await steward(words, { env, input: file.stdout })
  expect([again.exit, JSON.parse(again.stdout)]).toMatchObject([0, { skipped: 1203, failed: [] }])
}, 120_000)

import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { expect, it } from 'vitest'
import { bannerText } from '../../../src/cli/environments/banner.ts'
import { resolveEnvironment } from '../../../src/cli/environments/resolve.ts'
import { terminalOf } from '../../../src/cli/output/terminal.ts'
import { width } from '../../../src/cli/output/width.ts'
import type { Actor } from '../../../src/kernel/context.ts'
import { nowhere } from '../../../src/store/store.ts'

const environments = {
  prod: { database: 'postgres://u:hunter2@db/acme', protected: true },
  staging: { database: 'sqlite:/s.db', colour: 'cyan' as const, protected: false },
}
const book = { inUse: null, environments }

const environment = (flag?: string, env = {}) =>
  resolveEnvironment({ flag, env, folder: null, book, home: '/home' })

const owner: Actor = {
  kind: 'supervisor',
  id: 'sup_1',
  name: 'Olga',
  email: 'owner@acme.test',
  key: { id: 'key_1', name: 'ci' },
  session: null,
  rights: [[]],
  level: 'whole',
  scope: { ...nowhere, organization: { ...nowhere.organization, name: 'Acme' } },
}

const screen = (columns: number, env: Record<string, string> = {}) => {
  const stream = () => Object.assign(new PassThrough(), { isTTY: true, columns })
  return terminalOf({ stdout: stream(), stderr: stream(), stdin: {}, env })
}

it('says the environment, that it is protected, whose it is, and as whom one acts', async () => {
  const text = await bannerText(environment('prod'), owner, screen(80))
  expect(stripVTControlCharacters(text)).toBe(
    'prod · PROTECTED · Acme · owner@acme.test (key ci)\n',
  )
})

it('is in the colour of the environment; NO_COLOR leaves the words, which say as much', async () => {
  expect(await bannerText(environment('prod'), owner, screen(80))).toContain('\x1b[31m')
  expect(await bannerText(environment('staging'), owner, screen(80))).toContain('\x1b[36m')
  const plain = await bannerText(environment('prod'), owner, screen(80, { NO_COLOR: '1' }))
  expect(plain).toBe('prod · PROTECTED · Acme · owner@acme.test (key ci)\n')
})

it('says the database, without its password, where it has no name', async () => {
  const env = { STEWARD_DATABASE_URL: 'postgres://u:hunter2@db/acme' }
  const text = await bannerText(environment(undefined, env), null, screen(80, { NO_COLOR: '1' }))
  expect(text).toBe('postgres://u@db/acme\n')
})

it('is one line that fits, however narrow the screen and whatever a name holds', async () => {
  const organization = { ...nowhere.organization, name: `\x1b[2J王小明\n${'مريم '.repeat(40)}` }
  const hostile = { ...owner, scope: { ...nowhere, organization } }
  for (const columns of [20, 60, 80, 200]) {
    const text = await bannerText(environment('prod'), hostile, screen(columns, { NO_COLOR: '1' }))
    expect(text).toMatch(/^prod · PROTECTED[^\n\x1b]*\n$/)
    expect(width(text.trimEnd())).toBeLessThanOrEqual(columns)
  }
})

it('keeps to ASCII where nothing else can be shown', async () => {
  const text = await bannerText(environment('prod'), owner, screen(80, { TERM: 'linux' }))
  expect(text).toContain('prod - PROTECTED - Acme')
})

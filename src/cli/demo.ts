/** `steward demo`: a whole organisation to look around in, in a folder of its own. */

import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Host, HostOptions } from '../host.ts'
import type { Call } from '../kernel/context.ts'
import { conflict, invalid } from '../kernel/errors.ts'
import { jsonText } from './output/formats.ts'
import type { Terminal } from './output/terminal.ts'
import { write } from './output/write.ts'
import { quoted } from './quoted.ts'
import { dashboardText, type Figures } from './views/dashboard.ts'

/** What is kept beside the demo's database: that the folder is ours to empty, and its key. */
export type Mark = {
  steward: 'demo'
  seed: number
  /** Null while it is being built: a demo that was interrupted is built again. */
  apiKey: string | null
}

const markFile = (folder: string): string => join(folder, 'demo.json')

/** Null when the folder is missing, empty, or not a demo's. */
export const readMark = (folder: string): Mark | null => {
  try {
    const mark = JSON.parse(readFileSync(markFile(folder), 'utf8')) as Mark
    return mark.steward === 'demo' ? mark : null
  } catch {
    return null
  }
}

export const writeMark = (folder: string, mark: Mark): void => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  writeFileSync(markFile(folder), `${JSON.stringify(mark)}\n`, { mode: 0o600 })
}

/** An empty folder to build in. Throws `conflict` rather than touch what isn't a demo's. */
export const clearFolder = (folder: string): void => {
  const mark = readMark(folder)
  const inUse = existsSync(folder) && readdirSync(folder).length > 0
  if (inUse && !mark) {
    throw conflict('This folder has something else in it than a demo.', {
      field: 'folder',
      hint: 'Name another one with --folder.',
    })
  }
  for (const name of mark ? readdirSync(folder) : []) {
    rmSync(join(folder, name), { recursive: true, force: true })
  }
}

type Build = typeof import('../services/demo/build.ts').buildDemo

/** A demo's environment is its folder and nothing else: no key, database or secret of yours. */
const ownEnvironment = {}

/** Opens the demo, building it first where there is none yet. */
export const openDemo = async (
  flags: Record<string, unknown>,
  open: (options: Partial<HostOptions>) => Promise<Host>,
  build: Build,
) => {
  const { homeOf } = await import('../host.ts')
  const folder = resolve(
    typeof flags.folder === 'string' ? flags.folder : join(homeOf(process.env), 'demo'),
  )
  const found = flags.reset ? null : readMark(folder)
  const clock = { now: new Date() }
  if (!found?.apiKey) clearFolder(folder)
  const host = await open({ home: folder, env: ownEnvironment, clock: () => clock.now })
  const apiKey = found?.apiKey ?? (await made(host, clock, folder, seedOf(flags.seed), build))
  const call: Call = { credential: { kind: 'apiKey', key: apiKey }, origin: host.origin }
  return { host, call, folder, apiKey, created: !found?.apiKey }
}

const made = async (
  host: Host,
  clock: { now: Date },
  folder: string,
  seed: number,
  build: Build,
) => {
  const { now } = clock
  writeMark(folder, { steward: 'demo', seed, apiKey: null })
  await host.migrate()
  const password = randomBytes(18).toString('base64url')
  const plan = { seed, consumers: demoConsumers, now, password }
  const apiKey = await build(await host.runner(), clock, host.origin, plan)
  writeMark(folder, { steward: 'demo', seed, apiKey })
  return apiKey
}

const demoConsumers = 500

const seedOf = (text: unknown): number => {
  if (text === undefined) return 1
  if (/^\d{1,9}$/.test(String(text))) return Number(text)
  throw invalid('seed', '--seed must be a whole number.')
}

export type Demo = { folder: string; apiKey: string; created: boolean; figures: Figures }

/** What there is, what to try, and how to go on. The key is the demo's alone, so it may be shown. */
export const tellDemo = async (demo: Demo, terminal: Terminal, json: boolean): Promise<void> => {
  const { folder, apiKey, created, figures } = demo
  if (json)
    return void (await write(terminal.stdout, jsonText({ created, folder, apiKey, figures })))
  const lines = [
    await dashboardText(figures, terminal),
    'Three things to try:',
    '',
    "  steward consumers list --filter 'status=pending' --sort createdAt",
    "  steward consumers list --search 'de' --filter 'country=DE,KE,JP'",
    '  steward events verify',
    '',
    'First tell your shell where the demo is:',
    '',
    `  export STEWARD_HOME=${quoted(folder)} STEWARD_API_KEY=${apiKey}`,
    '  unset STEWARD_DATABASE_URL STEWARD_ENV',
    '',
    `It lies in ${folder}. Start over with --reset; when you are done, remove the folder.`,
  ]
  await write(terminal.stdout, `${lines.join('\n')}\n`)
}

/**
 * The program starts with V8's compiled form of it, kept from an earlier run, and would say the same
 * without: whatever is wrong with what was kept costs time and nothing else.
 */
import { execFile } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { ensureBuilt } from './support/program.ts'

const root = process.cwd()
let home: string
let folder: string

beforeAll(ensureBuilt)
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'steward-start-'))
  folder = join(home, 'cache')
})
afterEach(() => rmSync(home, { recursive: true, force: true }))

type Run = { from?: string; flags?: string[]; words?: string[]; env?: Record<string, string> }

const run = ({ from = root, flags = [], words = ['commands', '--json'], env = {} }: Run = {}) =>
  new Promise<{ exit: number; stdout: string; stderr: string }>(done => {
    const args = [...flags, join(from, 'bin/run.js'), ...words]
    const options = {
      env: { PATH: process.env.PATH, STEWARD_HOME: home, ...env },
      maxBuffer: 2 ** 26,
    }
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      done({ exit: Number(error?.code ?? 0), stdout, stderr }),
    )
  })

const kept = (): string[] => readdirSync(folder).map(name => join(folder, name))
const modeOf = (path: string): number => statSync(path).mode & 0o777

/** The package again, its text a little longer. */
const otherVersion = (): string => {
  const other = join(home, 'other')
  mkdirSync(other)
  for (const name of ['bin', 'dist', 'migrations', 'package.json', 'oclif.manifest.json'])
    cpSync(join(root, name), join(other, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(other, 'node_modules'), 'junction')
  const program = join(other, 'dist/program.cjs')
  const text = readFileSync(program, 'latin1').replace(/^\/\* \w{8}/, '/* 00000000')
  writeFileSync(program, `${text}\n`)
  return other
}

describe('the code cache', () => {
  it('is kept for its owner alone, one file for each command', async () => {
    const first = await run()
    expect(first).toMatchObject({ exit: 0, stderr: '' })
    expect(kept()).toHaveLength(1)
    if (process.platform !== 'win32') {
      expect([modeOf(folder), modeOf(kept()[0]!)]).toEqual([0o700, 0o600])
    }
    expect(await run()).toEqual(first)
    await run({ words: ['--help'] })
    expect(kept()).toHaveLength(2)
  })

  it('is used as it is, and not made again', async () => {
    await run()
    const [file] = kept()
    utimesSync(file!, 1, 1)
    await run()
    expect(statSync(file!).mtimeMs).toBe(1000)
  })

  it('changes nothing when bytes of it were changed, and is made again', async () => {
    const first = await run()
    const [file] = kept()
    const whole = readFileSync(file!)
    for (const at of [0, 4, 12, 40, whole.length >> 1, whole.length - 1]) {
      const altered = Buffer.from(whole)
      altered[at]! ^= 0x11
      writeFileSync(file!, altered)
      expect(await run()).toEqual(first)
      expect(readFileSync(file!).equals(altered)).toBe(false)
    }
  })

  it('changes nothing when it was cut short', async () => {
    const first = await run()
    const [file] = kept()
    const whole = readFileSync(file!)
    for (const length of [0, 3, 4, 100, whole.length - 1]) {
      writeFileSync(file!, whole.subarray(0, length))
      expect(await run()).toEqual(first)
    }
  })

  it('is not taken from where others may write', async () => {
    if (process.platform === 'win32') return
    const first = await run()
    const [file] = kept()
    chmodSync(folder, 0o770)
    writeFileSync(file!, 'something else')
    expect(await run()).toEqual(first)
    expect(readFileSync(file!, 'utf8')).toBe('something else')
  })

  it('is done without where it can not be kept', async () => {
    writeFileSync(folder, 'a file in its place')
    expect(await run()).toMatchObject({ exit: 0, stderr: '' })
  })

  it('makes no home where there is none', async () => {
    const nowhere = join(home, 'not-yet')
    const said = await run({ env: { STEWARD_HOME: nowhere } })
    expect(said).toMatchObject({ exit: 0, stderr: '' })
    expect(existsSync(nowhere)).toBe(false)
  })

  it('is another for another version, and both are kept', async () => {
    const other = otherVersion()
    const first = await run()
    expect(await run({ from: other })).toEqual(first)
    expect(kept()).toHaveLength(2)
    expect([await run(), await run({ from: other })]).toEqual([first, first])
  })

  it('is rejected by a V8 that was started differently, without a word', async () => {
    const first = await run()
    expect(await run({ flags: ['--no-lazy'] })).toEqual(first)
    expect(await run()).toEqual(first)
  })

  it('of a command that failed does until the command goes well', async () => {
    const failing = { words: ['commands', '--nothing'] }
    const first = await run(failing)
    expect(first.exit).toBe(2)
    expect(await run(failing)).toEqual(first)
    expect(kept().map(file => file.endsWith('.failed'))).toEqual([true])
    await run()
    expect(kept()).toHaveLength(2)
  })

  it('names no more than the command', async () => {
    await run({ words: ['commands', '--json'] })
    await run({ words: ['secret', '--help'] })
    expect(readdirSync(folder).map(name => name.split('-').at(-1))).toEqual(
      expect.arrayContaining(['commands']),
    )
    expect(readdirSync(folder).join()).not.toContain('secret')
  })

  it('keeps the 32 newest', async () => {
    mkdirSync(folder, { mode: 0o700 })
    for (let number = 0; number < 40; number++) {
      writeFileSync(join(folder, `old-${number}`), '')
      utimesSync(join(folder, `old-${number}`), 1000 + number, 1000 + number)
    }
    await run()
    const names = readdirSync(folder)
    expect(names).toHaveLength(32)
    expect(names).not.toContain('old-8')
    expect(names).toContain('old-9')
  })
})

/**
 * The built program, started as a person starts it: processes of their own, real files, real exit
 * codes. It is built once, when it is missing or older than its source.
 */
import { execFile, spawn } from 'node:child_process'
import { globSync, mkdirSync, rmdirSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'

export type Ended = { exit: number | null; stdout: string; stderr: string }

export type Start = { env?: Record<string, string>; input?: string; cwd?: string }

const root = process.cwd()

const writtenAt = (file: string): number =>
  statSync(join(root, file), { throwIfNoEntry: false })?.mtimeMs ?? 0

const isStale = (): boolean => {
  const sources = [...globSync('src/**/*.ts', { cwd: root }), 'scripts/build.ts', 'package.json']
  return writtenAt('dist/main.js') < Math.max(...sources.map(writtenAt))
}

/** Test files run in processes of their own: one of them builds and the others wait. */
export const ensureBuilt = async (): Promise<void> => {
  const lock = join(tmpdir(), `steward-build-${root.replaceAll(/\W+/g, '-')}`)
  for (const end = Date.now() + 60_000; isStale(); ) {
    if (Date.now() > end) throw new Error('dist/ is older than src/: run npm run build')
    try {
      mkdirSync(lock)
    } catch {
      await pause(200)
      continue
    }
    try {
      await promisify(execFile)(process.execPath, ['scripts/build.ts'], { cwd: root })
    } finally {
      rmdirSync(lock)
    }
  }
}

/** Runs one command to its end. Nothing of this process's environment goes along but the path. */
export const steward = (words: string[], { env = {}, input = '', cwd }: Start = {}) =>
  new Promise<Ended>((done, fail) => {
    const child = spawn(process.execPath, [join(root, 'bin/run.js'), ...words], {
      cwd,
      env: { PATH: process.env.PATH, ...env },
    })
    const ended: Ended = { exit: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      ended.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      ended.stderr += text
    })
    child.on('error', fail)
    child.on('close', exit => done({ ...ended, exit }))
    // A command that reads nothing may be gone before all is written.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })

/** The same command line many times at once, each told its number. */
export const stewards = (
  many: number,
  words: (number: number) => string[],
  start: Start,
): Promise<Ended[]> =>
  Promise.all(Array.from({ length: many }, (_, number) => steward(words(number), start)))

/** Lines of bash, in which `steward` is the built program. */
export const shell = (script: string, { env = {}, cwd }: Start = {}) =>
  new Promise<Ended>((done, fail) => {
    const program = `steward() { "${process.execPath}" "${join(root, 'bin/run.js')}" "$@"; }`
    const options = { cwd, env: { PATH: process.env.PATH, LANG: 'C.UTF-8', ...env } }
    const child = execFile(
      'bash',
      // With a socket for stdin bash takes itself for a remote shell and reads the person's own file.
      ['--norc', '-c', `${program}\n${script}`],
      options,
      (error, stdout, stderr) => {
        if (error && typeof error.code !== 'number') fail(error)
        else done({ exit: error ? Number(error.code) : 0, stdout, stderr })
      },
    )
    child.stdin?.end()
  })

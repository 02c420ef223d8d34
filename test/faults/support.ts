/** What goes wrong in a machine, made to go wrong on purpose. */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import type { Ended, Start } from '../support/program.ts'

const program = join(process.cwd(), 'bin/run.js')

/** A command that is ended by `signal` after so many milliseconds, unless it was done before. */
export const stopped = (
  words: string[],
  { env = {} }: Start,
  after: number,
  signal: NodeJS.Signals = 'SIGKILL',
) =>
  new Promise<Ended>((done, fail) => {
    const child = spawn(process.execPath, [program, ...words], {
      env: { PATH: process.env.PATH, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended: Ended = { exit: null, stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', text => {
      ended.stdout += text
    })
    child.stderr.setEncoding('utf8').on('data', text => {
      ended.stderr += text
    })
    const timer = setTimeout(() => child.kill(signal), after)
    child.on('error', fail)
    child.on('close', exit => {
      clearTimeout(timer)
      done({ ...ended, exit })
    })
  })

/** Moments spread over a time as evenly as can be, and the same in every run: steps of the golden
 * ratio. */
export const momentsIn = (milliseconds: number, many: number): number[] =>
  Array.from({ length: many }, (_, at) => ((at * 0.6180339887) % 1) * milliseconds)

/** How long an undisturbed command takes on this machine, as it is now. */
export const lasting = async (work: () => Promise<unknown>): Promise<number> => {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

const worked = (command: string, ...words: string[]): boolean =>
  spawnSync(command, words, { stdio: 'ignore' }).status === 0

/** File systems of our own: for root only, and not in every container. */
export const canMount = ((): boolean => {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = temporaryFolder()
  if (!worked('mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder)) return false
  return worked('umount', folder)
})()

/** A disk of so many kilobytes, until the test is over. */
export const smallDisk = (kilobytes: number): string => {
  const folder = temporaryFolder()
  const options = ['-o', `size=${kilobytes}k,mode=700`]
  execFileSync('mount', ['-t', 'tmpfs', ...options, 'tmpfs', folder])
  onTestFinished(() => void worked('umount', '-l', folder))
  return folder
}

export const grow = (disk: string, kilobytes: number): void => {
  execFileSync('mount', ['-o', `remount,size=${kilobytes}k`, disk])
}

/** Makes a file or folder one that nobody can write to; what it answers takes that back. Root
 * writes wherever it likes, so for root it is mounted read-only. */
export const readOnly = (path: string): (() => void) => {
  if (process.getuid?.() !== 0) {
    const { mode } = statSync(path)
    chmodSync(path, mode & ~0o222)
    return () => chmodSync(path, mode)
  }
  execFileSync('mount', ['--bind', path, path])
  execFileSync('mount', ['-o', 'remount,bind,ro', path])
  let done = false
  const undo = () => {
    if (!done) execFileSync('umount', [path])
    done = true
  }
  onTestFinished(undo)
  return undo
}

export const canBeReadOnly = canMount || (process.getuid !== undefined && process.getuid() !== 0)

/** A tracer that lets system calls fail: strace, where it may trace. */
export const canInject = worked(
  'strace',
  ...['-qqq', '-o', '/dev/null', '-e', 'trace=fsync', '-e', 'inject=fsync:error=EIO', 'true'],
)

/** Runs a command whose nth wait for the disk fails; answers how many waits there were. */
export const withBadSync = (words: string[], { env = {} }: Start, nth: number) => {
  const trace = join(temporaryFolder(), 'trace')
  const calls = 'fsync,fdatasync'
  const inject = `inject=${calls}:error=EIO:when=${nth}`
  const options = ['-qqq', '-o', trace, '-e', `trace=${calls}`, '-e', inject]
  const { status, stdout, stderr } = spawnSync(
    'strace',
    [...options, process.execPath, program, ...words],
    { env: { PATH: process.env.PATH, ...env }, encoding: 'utf8' },
  )
  return { exit: status, stdout, stderr }
}

export const folderIn = (folder: string, name: string): string => {
  const path = join(folder, name)
  mkdirSync(path, { mode: 0o700 })
  return path
}

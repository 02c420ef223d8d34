/**
 * Where this process reads and writes. Node makes a stream of stdout when it is first touched, which
 * takes a fifth of Node's own start; a pipe or a file can be written to without one.
 */
import { fstatSync, writeSync } from 'node:fs'
import type { OutputStream, ProcessLike } from './terminal.ts'
import type { Sink } from './write.ts'

const kindOf = (fd: number): 'terminal' | 'plain' | 'other' => {
  try {
    const stat = fstatSync(fd)
    // Behind a character device may be a terminal: Node's stream knows.
    if (stat.isCharacterDevice()) return 'terminal'
    // Pipes on Windows are written to in the background, and sockets everywhere.
    if (stat.isFile() || (stat.isFIFO() && process.platform !== 'win32')) return 'plain'
  } catch {
    // Closed: Node puts something harmless in its place.
  }
  return 'other'
}

/** Writes at once, in order. A pipe that is full and doesn't wait is the stream's from then on. */
const plainSink = (fd: number, stream: () => OutputStream): Sink => {
  let full = false
  return {
    write(text, done) {
      if (full) return stream().write(text, done)
      let rest = Buffer.from(text)
      try {
        while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest))
        done?.()
      } catch (error) {
        full = (error as NodeJS.ErrnoException).code === 'EAGAIN'
        if (full) return stream().write(rest, done)
        done?.(error as Error)
      }
      return true
    },
  }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

const output = (fd: 1 | 2, stream: () => OutputStream) =>
  once(() => (kindOf(fd) === 'plain' ? plainSink(fd, stream) : stream()))

const stdout = output(1, () => process.stdout)
const stderr = output(2, () => process.stderr)

/** This process, as the output sees it. */
export const here: ProcessLike = {
  get stdout() {
    return stdout()
  },
  get stderr() {
    return stderr()
  },
  get stdin() {
    return kindOf(0) === 'terminal' ? process.stdin : {}
  },
  env: process.env,
}

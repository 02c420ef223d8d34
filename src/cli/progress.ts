/** A count that goes up, on one line of stderr: only where a person is watching. */
import type { Terminal } from './output/terminal.ts'

export type Progress = { step(): void; done(): void }

const silent: Progress = { step() {}, done() {} }

/** Redrawn at most ten times a second; with ACCESSIBLE=1 nothing moves. */
export const progressOn = (
  { stderr, interactive, accessible }: Terminal,
  what: string,
): Progress => {
  if (!interactive.stderr || accessible) return silent
  let count = 0
  let drawn = 0
  return {
    step() {
      count += 1
      const now = performance.now()
      if (now - drawn < 100) return
      drawn = now
      stderr.write(`\r${count.toLocaleString('en')} ${what}`)
    },
    done: () => void stderr.write('\r\x1b[K'),
  }
}

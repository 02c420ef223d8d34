/** Output page by page, where it was asked for: $PAGER, or less. */
import { spawn } from 'node:child_process'
import type { Writable } from 'node:stream'

export type Pager = {
  input: Writable
  /** Waits until it is left. Its exit code: 126 and 127 say that there is no such program. */
  close(): Promise<number>
}

/** -F leaves at once when all fits, -R lets colours through, -X leaves the text on the screen. */
const standard = 'less -FRX'

/** The command is a shell's, as it is for git and man: it may have arguments. */
export const openPager = (env: Record<string, string | undefined>): Pager => {
  const child = spawn(env.PAGER || standard, { shell: true, stdio: ['pipe', 'inherit', 'inherit'] })
  // Ctrl-C is the pager's: were we gone before it, it would be left with a terminal gone wild.
  const stay = () => undefined
  process.on('SIGINT', stay)
  const left = new Promise<number>(done => {
    child.on('error', () => done(127))
    child.on('close', code => done(code ?? 0))
  })
  return {
    input: child.stdin,
    async close() {
      child.stdin.end()
      const code = await left
      process.off('SIGINT', stay)
      return code
    },
  }
}

/** Ctrl-C while something is done that must not be torn: it ends where it can, the second one at once. */
import { errorCodes } from '../kernel/errors.ts'
import { here } from './output/standard.ts'

export type Interruption = {
  signal: AbortSignal
  /** Ctrl-C does again what it always does. */
  done(): void
}

const signals = ['SIGINT', 'SIGTERM'] as const

/** Listens until `done`. `waiting` says where it stops, `left` what there is to know when it stops at
 * once. */
export const interruptible = (waiting: string, left: string): Interruption => {
  const stop = new AbortController()
  const heard = () => {
    if (stop.signal.aborted) {
      here.stderr.write(`\nStopped. ${left}\n`)
      process.exit(errorCodes.interrupted.exit)
    }
    stop.abort()
    // Written at once: what is waited for may keep this process from anything else.
    here.stderr.write(`\nStopping ${waiting}; Ctrl-C again stops at once.\n`)
  }
  for (const name of signals) process.on(name, heard)
  return {
    signal: stop.signal,
    done() {
      for (const name of signals) process.off(name, heard)
    },
  }
}

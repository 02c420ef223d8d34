/**
 * Puts one SQLite database in the place of another that is in use. The file is never swapped: other
 * processes have it open and would go on writing to what is no longer there. SQLite's own backup
 * writes the new pages into it, in one transaction, which others see whole or not at all.
 */
import { setTimeout as pause } from 'node:timers/promises'
import Driver from 'better-sqlite3'
import { unavailable } from '../../kernel/errors.ts'
import { translate } from './errors.ts'

/** As long as any other writer waits for its turn. */
const patience = 60_000

/** Pages between two looks at whether this process has something else to do. */
const stride = 5000

/** `underLock` runs when no one else can write and nothing is copied yet: what it reads of `target`
 * is the last that was ever written there, and what it still writes to `source` goes along. Throws
 * what it throws, and then `target` stays as it was. */
export const replaceDatabase = async (
  source: string,
  target: string,
  underLock: () => Promise<void>,
): Promise<void> => {
  const from = new Driver(source)
  try {
    for (let waited = 0; !(await tryReplacing(from, target, underLock)); waited += 25) {
      if (waited > patience) throw busy()
      await pause(25)
    }
    settle(target)
  } catch (error) {
    throw translate(error)
  } finally {
    from.close()
  }
}

const busy = () =>
  unavailable('The database is busy.', {
    hint: 'Stop what is writing to it and try again; nothing was changed.',
  })

/** False when another process held the lock: then not one page was looked at. */
const tryReplacing = async (
  from: Driver.Database,
  target: string,
  underLock: () => Promise<void>,
): Promise<boolean> => {
  const work: { started: boolean; ready: boolean; failure: unknown } = {
    started: false,
    ready: false,
    failure: null,
  }
  const start = () => {
    work.started = true
    underLock().then(
      () => {
        work.ready = true
      },
      error => {
        work.failure = error ?? new Error('it failed')
      },
    )
  }
  // The first step takes the lock and copies nothing; steps of no pages hold it until all is ready.
  const { totalPages } = await from.backup(target, {
    progress() {
      if (!work.started) start()
      if (work.failure !== null) throw work.failure
      return work.ready ? stride : 0
    },
  })
  return totalPages > 0
}

/** The backup's own connection syncs less than ours: a checkpoint makes it as lasting. */
const settle = (target: string): void => {
  const driver = new Driver(target, { timeout: patience })
  try {
    driver.pragma('journal_mode = WAL')
    driver.pragma('synchronous = FULL')
    driver.pragma('wal_checkpoint(PASSIVE)')
  } finally {
    driver.close()
  }
}

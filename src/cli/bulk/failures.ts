/** `--failed-to`: the selectors that failed, one a line, so that `--from` takes them again. */
import {
  closeSync,
  existsSync,
  fchmodSync,
  fstatSync,
  openSync,
  rmSync,
  type Stats,
  writeSync,
} from 'node:fs'
import { invalid, unavailable } from '../../kernel/errors.ts'

export type Failures = {
  /** One line, as bytes where it is no text. */
  add(line: string | Uint8Array): void
  /** A file that was made for nothing goes again. */
  done(): void
}

export const noFailures: Failures = { add() {}, done() {} }

/**
 * Opened before anything is changed, for whoever may read it alone. What it holds already is kept: a
 * run that goes on adds to it, and any other is refused. Throws `invalid_input` and `unavailable`.
 */
export const failuresTo = (path: string, goesOn: boolean): Failures => {
  const isNew = !existsSync(path)
  const fd = opened(path)
  const before = fstatSync(fd)
  if (before.isFile() && before.size > 0 && !goesOn) {
    closeSync(fd)
    throw invalid('failedTo', 'The file for what fails holds something already.', 'Name a new one.')
  }
  if (before.isFile()) keepPrivate(fd, before)
  let written = false
  return {
    add(line) {
      written = true
      writeSync(fd, Buffer.concat([Buffer.from(line), Buffer.from('\n')]))
    },
    done() {
      closeSync(fd)
      if (isNew && !written) rmSync(path, { force: true })
    },
  }
}

const opened = (path: string): number => {
  try {
    return openSync(path, 'a', 0o600)
  } catch (cause) {
    throw unavailable('The file for what fails can not be written there.', {
      field: 'failedTo',
      hint: 'Nothing was changed. Name a file in a folder that can be written to.',
      cause,
    })
  }
}

/** People are in it, and what their passwords were hashed to. */
const keepPrivate = (fd: number, { mode }: Stats): void => {
  if ((mode & 0o077) === 0) return
  try {
    fchmodSync(fd, 0o600)
  } catch (cause) {
    closeSync(fd)
    throw unavailable('Others may read the file for what fails.', {
      field: 'failedTo',
      hint: 'Nothing was changed. Name a new one.',
      cause,
    })
  }
}

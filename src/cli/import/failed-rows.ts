/** `--failed-to`: the rows that failed, as they stood in their file and in a file of its kind, to be
 * put right and brought in by the same command. */
import { statSync } from 'node:fs'
import { invalid } from '../../kernel/errors.ts'
import { failuresTo } from '../bulk/failures.ts'
import type { ImportHead } from './file.ts'

export type FailedRows = {
  add(source: string | Uint8Array | undefined): void
  /** A file that was made for nothing goes again. */
  done(): void
}

const holdsSomething = (path: string): boolean =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0

const none: FailedRows = { add() {}, done() {} }

/** `head` is that of the file that the rows come from. A run that goes on adds to what is there.
 * `marked` says by its first bytes that this file is UTF-8, whatever the other was. */
export const failedRowsTo = (
  path: string | undefined,
  { layout, header }: ImportHead,
  { goesOn, marked }: { goesOn: boolean; marked: boolean },
): FailedRows => {
  if (path === undefined) return none
  const before = goesOn && holdsSomething(path)
  const isArray = layout === 'array'
  if (isArray && before) {
    const hint = 'Name a new one: what is in it already is a whole array.'
    throw invalid('failedTo', 'The file for what fails holds something already.', hint)
  }
  const file = failuresTo(path, goesOn)
  const opening = isArray ? '[' : header !== null && !before ? `${header}\n` : ''
  const first = marked && !before ? `\ufeff${opening}` : opening
  let count = 0
  return {
    add(source = '') {
      const before = count === 0 ? first : isArray ? ',' : ''
      file.add(Buffer.concat([Buffer.from(before), Buffer.from(source)]))
      count += 1
    },
    done() {
      if (count > 0 && isArray) file.add(']')
      file.done()
    },
  }
}

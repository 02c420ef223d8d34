/** `--failed-to`: the rows that failed, as they stood in their file and in a file of its kind, to be
 * put right and brought in by the same command. */
import { statSync } from 'node:fs'
import { invalid } from '../../kernel/errors.ts'
import { failuresTo } from '../bulk/failures.ts'
import type { ImportHead } from './file.ts'

export type FailedRows = {
  /** How the file is made that they come from. */
  head(head: ImportHead): void
  add(source: string | undefined): void
  /** A file that was made for nothing goes again. */
  done(): void
}

const holdsSomething = (path: string): boolean =>
  (statSync(path, { throwIfNoEntry: false })?.size ?? 0) > 0

const none: FailedRows = { head() {}, add() {}, done() {} }

export const failedRowsTo = (path: string | undefined, goesOn: boolean): FailedRows => {
  if (path === undefined) return none
  const before = goesOn && holdsSomething(path)
  const file = failuresTo(path, goesOn)
  let head: ImportHead | undefined
  let count = 0
  const first = (source: string): string => {
    if (head?.layout === 'array') return `[${source}`
    return head?.header && !before ? `${head.header}\n${source}` : source
  }
  return {
    head(found) {
      if (found.layout === 'array' && before) {
        const hint = 'Name a new one: what is in it already is a whole array.'
        throw invalid('failedTo', 'The file for what fails holds something already.', hint)
      }
      head = found
    },
    add(source = '') {
      const next = head?.layout === 'array' ? `,${source}` : source
      file.add(count === 0 ? first(source) : next)
      count += 1
    },
    done() {
      if (count > 0 && head?.layout === 'array') file.add(']')
      file.done()
    },
  }
}

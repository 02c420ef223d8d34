/** What is said on stderr beside an answer. */
import type { Answered } from '../kernel/runner.ts'
import { isPage, nameOf } from './answer.ts'
import type { Face } from './command.ts'

/** What a person should know beside the data: whom it changed, or what is not shown. */
export const noteOn = (outcome: Answered, face: Face): string | null => {
  const { value, changes, dryRun, replayed } = outcome
  if (replayed) return 'This was done before with the same key; nothing was done now.'
  if (dryRun) return 'Nothing was changed: this was a dry run.'
  const more = isPage(value) && value.hasMore ? moreNote(value.data.length, value.total) : ''
  const note = face.note?.(value as never) ?? ''
  if (more || face.note) return [more, note].filter(line => line !== '').join('\n')
  if (!face.done) return null
  return changes.length === 0
    ? 'Nothing to change.'
    : `${face.done}: ${changes.map(change => nameOf(change.subject)).join(', ')}`
}

const moreNote = (shown: number, total: number | null): string => {
  const of = total === null ? '' : ` of ${total.toLocaleString('en')}`
  return `${shown}${of} shown. More: --cursor with nextCursor, --limit N, or --all.`
}

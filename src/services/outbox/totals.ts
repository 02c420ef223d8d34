/** The counts of several batches as one, whether the last of them ended well or not. */
import { StewardError } from '../../kernel/errors.ts'
import type { Flushed } from './flush.ts'

type Counts = Omit<Flushed, 'waiting'>

const names = ['sent', 'failed', 'expired'] as const

export const noCounts: Counts = { sent: 0, failed: 0, expired: 0 }

export const sumOf = (one: Counts, other: Partial<Counts>): Counts => ({
  sent: one.sent + (other.sent ?? 0),
  failed: one.failed + (other.failed ?? 0),
  expired: one.expired + (other.expired ?? 0),
})

/** What earlier batches did is done, whatever became of the last: its failure tells that too. */
export const withEarlier = (error: unknown, earlier: Counts): unknown => {
  if (!(error instanceof StewardError) || names.every(name => earlier[name] === 0)) return error
  const { code, message, hint, field } = error
  const counts = sumOf(earlier, error.details ?? {})
  const told = names.map(name => `${counts[name]} ${name}`).join(', ')
  const details = { ...(error.details as object | undefined), ...counts }
  return new StewardError(code, `${message} In all: ${told}.`, {
    hint,
    field,
    details,
    cause: error,
  })
}

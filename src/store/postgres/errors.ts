/** What Postgres's failures mean to a person. Addresses and SQL stay out of the message. */
import { StewardError, unavailable } from '../../kernel/errors.ts'

type DriverError = { code: string; constraint?: string }

/** The driver's own error, wherever the query builder wrapped it. */
const driverError = (error: unknown): DriverError | null => {
  const code = (error as { code?: unknown })?.code
  if (typeof code === 'string') return error as DriverError
  return error instanceof Error && error.cause ? driverError(error.cause) : null
}

/** Serialisation failures and deadlocks; and a unique violation, which is what a race looks like
 * after both sides have looked: on the second run the operation finds the other's row and can say
 * what is in the way. */
export const isReplayable = (error: unknown): boolean =>
  ['40001', '40P01', '23505'].includes(driverError(error)?.code ?? '')

export const isUniqueViolation = (error: unknown): boolean => driverError(error)?.code === '23505'

const meanings: [RegExp, string, string][] = [
  [
    /^28/,
    'Postgres did not accept the name or password.',
    'Check its address: steward environments show.',
  ],
  [
    /^3D000/,
    'There is no such Postgres database.',
    'Create it, or check the address: steward environments show.',
  ],
  [/^42501/, 'This Postgres role may not do that.', 'Grant it the rights on its own schema.'],
  [
    /^(42P01|42703)/,
    'The tables of this database are not as Steward made them.',
    'Restore a backup of it by pg_restore.',
  ],
  [/^25006/, 'This Postgres server can only be read.', 'Connect to the primary.'],
  [/^53/, 'Postgres has run out of connections, memory or disk.', 'Try again in a moment.'],
  [
    /^(08|57P|ECONN|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|EAI_AGAIN|EPIPE)/,
    'Postgres does not answer.',
    'Check that it runs, and its address: steward environments show.',
  ],
]

/** A connection that broke without an error code of its own. */
const broken =
  /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/

export const translate = (error: unknown): unknown => {
  if (error instanceof StewardError) return error
  const driver = driverError(error)
  const meaning = meanings.find(([pattern]) => driver && pattern.test(driver.code))
  if (meaning) return unavailable(meaning[1], { hint: meaning[2], cause: error })
  if (isUniqueViolation(error)) {
    return new StewardError('conflict', 'Another record already has this value.', { cause: error })
  }
  if (isReplayable(error)) {
    return unavailable('The database is busy.', { hint: 'Try again in a moment.', cause: error })
  }
  if (error instanceof Error && broken.test(error.message)) {
    return unavailable('Postgres does not answer.', { hint: 'Check that it runs.', cause: error })
  }
  return error
}

/** A COMMIT whose connection broke may have been carried out. */
export const translateCommit = (error: unknown): unknown => {
  const told = translate(error)
  const lost = told instanceof StewardError && told.code === 'unavailable' && !isReplayable(error)
  if (!lost) return told
  return new StewardError(
    'outcome_unknown',
    'The connection broke while the change was being kept.',
    {
      hint: 'It may be done. Repeat it with the same --idempotency-key, or look first.',
      cause: error,
    },
  )
}

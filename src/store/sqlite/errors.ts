/** What SQLite's failures mean to a person. Paths and SQL stay out of the message. */
import { StewardError, unavailable } from '../../kernel/errors.ts'

const meanings: [RegExp, string, string][] = [
  [/^SQLITE_(BUSY|LOCKED)/, 'The database is busy.', 'Try again: another command is writing.'],
  [/^SQLITE_READONLY/, 'The database can only be read.', 'Check who owns the file and its folder.'],
  [
    // The memory that connections share is a file beside the database, and needs room as well.
    /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|ENOSPC)/,
    'The disk is full.',
    'Free some space and try again; nothing was changed.',
  ],
  [
    /^SQLITE_(CORRUPT|NOTADB)/,
    'The database file is damaged, or it is something else.',
    'See steward db status; steward db restore FILE puts a backup in its place.',
  ],
  [
    /^(SQLITE_CANTOPEN|SQLITE_PERM|EACCES|EPERM|EROFS|ENOTDIR|EISDIR|EEXIST)/,
    'The database could not be opened.',
    'Check that it is a file, and that it and its folder are yours.',
  ],
  [
    /^SQLITE_IOERR/,
    'The disk did not read or write as it should.',
    'Check the disk; nothing was changed.',
  ],
]

/** All that is asked is asked of the tables as migrations make them. */
const unlikeOurs = /^(no such (column|table|index)|table .* has no column named) ?/

const codeOf = (error: unknown): string => {
  const code = (error as { code?: unknown })?.code
  return typeof code === 'string' ? code : ''
}

/** The driver's own error, wherever the query builder wrapped it. */
const driverError = (error: unknown): unknown =>
  codeOf(error) === '' && error instanceof Error && error.cause ? driverError(error.cause) : error

const isUnlikeOurs = (error: unknown): boolean =>
  codeOf(error) === 'SQLITE_ERROR' && unlikeOurs.test((error as Error).message)

/** SQLite found the file damaged, or no database at all; however the error was wrapped. */
export const isDamaged = (error: unknown): boolean =>
  /^SQLITE_(CORRUPT|NOTADB)/.test(codeOf(error)) ||
  (error instanceof Error && error.cause !== undefined && isDamaged(error.cause))

export const isUniqueViolation = (error: unknown): boolean =>
  /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)/.test(codeOf(driverError(error)))

export const translate = (error: unknown): unknown => {
  if (error instanceof StewardError) return error
  const driver = driverError(error)
  const code = codeOf(driver)
  const meaning = meanings.find(([pattern]) => pattern.test(code))
  if (meaning) return unavailable(meaning[1], { hint: meaning[2], cause: error })
  if (isUniqueViolation(error)) {
    return new StewardError('conflict', 'Another record already has this value.', { cause: error })
  }
  if (isUnlikeOurs(driver)) {
    return unavailable('The tables of this database are not as Steward made them.', {
      hint: 'The file may be damaged: steward db restore FILE puts a backup in its place.',
      cause: error,
    })
  }
  return error
}

/** A COMMIT that reports an I/O error may be durable all the same. */
export const translateCommit = (error: unknown): unknown =>
  /^SQLITE_IOERR/.test(codeOf(driverError(error)))
    ? new StewardError('outcome_unknown', 'The disk failed while the change was being kept.', {
        hint: 'It may be done. Repeat it with the same --idempotency-key, or look first.',
        cause: error,
      })
    : translate(error)

/**
 * The closed set of ways a command can fail. Faces turn a code into an exit code or an HTTP
 * status; nothing else in the house decides how a failure is told.
 */

/** Every code, with the exit code of the command line and the status of the admin API. */
export const errorCodes = {
  internal: { exit: 1, status: 500, about: 'A bug in Steward: the message carries a reference.' },
  check_failed: { exit: 1, status: 200, about: 'A check found something wrong.' },
  invalid_input: { exit: 2, status: 422, about: 'Usage, or a value that is not valid.' },
  not_found: { exit: 3, status: 404, about: 'No such record, or none that you may see.' },
  not_signed_in: { exit: 4, status: 401, about: 'No key or session, or one that does not hold.' },
  not_allowed: { exit: 4, status: 403, about: 'Your role does not include this.' },
  conflict: { exit: 5, status: 409, about: 'Something else already holds this place or value.' },
  illegal_state: { exit: 5, status: 409, about: 'The record is not in a state that allows this.' },
  approval_required: { exit: 6, status: 202, about: 'Waiting for a second person.' },
  partial: { exit: 7, status: 207, about: 'Some rows failed; the others are done.' },
  unavailable: { exit: 8, status: 503, about: 'Something needed is missing or busy; it is named.' },
  declined: { exit: 9, status: 400, about: 'You answered no.' },
  outcome_unknown: { exit: 10, status: 500, about: 'It may or may not have been done.' },
  interrupted: { exit: 130, status: 499, about: 'Stopped by Ctrl-C.' },
} as const

export type ErrorCode = keyof typeof errorCodes

/** What an error may say besides its message. `details` is data for scripts, never a secret. */
export type ErrorExtras = { hint?: string; field?: string; details?: unknown; cause?: unknown }

/** The only error that operations throw on purpose. Anything else is a bug. */
export class StewardError extends Error {
  readonly code: ErrorCode
  readonly hint: string | undefined
  readonly field: string | undefined
  readonly details: unknown

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause })
    this.name = 'StewardError'
    this.code = code
    this.hint = extras.hint
    this.field = extras.field
    this.details = extras.details
  }

  get exitCode(): number {
    return errorCodes[this.code].exit
  }
}

/** A value or a usage that can't be accepted. `field` is the input's name, as in the JSON. */
export const invalid = (
  field: string | undefined,
  message: string,
  hint?: string,
  details?: unknown,
): StewardError => new StewardError('invalid_input', message, { field, hint, details })

/** `noun` as a person says it ("consumer"); what was asked for is quoted by the face, not here. */
export const notFound = (noun: string, hint?: string): StewardError =>
  new StewardError('not_found', `No such ${noun}.`, { hint })

export const conflict = (message: string, extras?: ErrorExtras): StewardError =>
  new StewardError('conflict', message, extras)

export const illegalState = (message: string, extras?: ErrorExtras): StewardError =>
  new StewardError('illegal_state', message, extras)

/** A record that is already what it was to become: to a run over many that is no failure. */
export const alreadySo = (message: string, extras: ErrorExtras = {}): StewardError =>
  illegalState(message, { ...extras, details: { ...(extras.details as object), already: true } })

export const isAlreadySo = (error: unknown): error is StewardError =>
  error instanceof StewardError &&
  error.code === 'illegal_state' &&
  (error.details as { already?: unknown } | null)?.already === true

export const unavailable = (message: string, extras?: ErrorExtras): StewardError =>
  new StewardError('unavailable', message, extras)

/** The error object of JSON output and of the admin API. */
export type ErrorBody = {
  code: ErrorCode
  message: string
  hint: string | null
  field: string | null
  details: unknown
}

export const errorBody = (error: StewardError): ErrorBody => ({
  code: error.code,
  message: error.message,
  hint: error.hint ?? null,
  field: error.field ?? null,
  details: error.details ?? null,
})

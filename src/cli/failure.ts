/**
 * How a failure is told: one line on stderr that says what is wrong and what to do, or with JSON
 * output the error object alone on stdout. Nothing typed on the command line is repeated.
 */
import { errorBody, StewardError } from '../kernel/errors.ts'
import { nearest } from '../kernel/nearest.ts'

/** Flags that one would look for on a command and that are not there, each with why. */
export type Absent = Readonly<Record<string, string>>

/** Errors of the parser and of the program, all as one kind. `flags` are those of the command: one of
 * them may have been meant. */
export const asStewardError = (
  error: unknown,
  flags: object = {},
  absent: Absent = {},
): StewardError => {
  if (error instanceof StewardError) return error
  if (isUnwritten(error)) return unwritten(error)
  if (isCancelled(error)) return new StewardError('interrupted', 'Stopped.')
  const usage = usageError(error, flags, absent)
  if (usage) return usage
  return new StewardError('internal', 'Something went wrong inside Steward.', {
    hint: 'Run it again with DEBUG=1 and report what it says.',
    cause: error,
  })
}

/** A full disk behind stdout, or one that fails. */
const isUnwritten = (error: unknown): boolean => {
  const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown }
  return syscall === 'write' && ['ENOSPC', 'EIO', 'EFBIG', 'EDQUOT'].includes(String(code))
}

const unwritten = (cause: unknown): StewardError =>
  new StewardError('unavailable', 'The answer could not be written to where it was to go.', {
    field: 'output',
    hint: 'Check that disk. What the command was to do may be done.',
    cause,
  })

/** Ctrl-C at a prompt, or a prompt whose input has gone. */
const isCancelled = (error: unknown): boolean =>
  error instanceof Error &&
  ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name)

type ParserError = Error & { flags?: string[]; oclif?: { exit?: number } }

/** oclif's own parse errors repeat what was typed, so each is said again without it. */
const usageError = (error: unknown, known: object, absent: Absent): StewardError | null => {
  const { flags, message, oclif } = error as ParserError
  const name = (error as object)?.constructor?.name
  if (name === 'NonExistentFlagsError') return unknownFlag(flags ?? [], known, absent)
  if (name === 'UnexpectedArgsError') {
    return misuse('There are more arguments than this command takes.')
  }
  if (oclif?.exit !== 2) return null
  const twice = /^Flag --([a-z][a-z-]*) can only be specified once/.exec(message)?.[1]
  if (twice) return misuse(`--${twice} is given twice: it takes one.`, twice)
  const flag = /^Flag --([a-z][a-z-]*) expects a value/.exec(message)?.[1]
  return flag ? misuse(`--${flag} needs a value.`, flag) : misuse('The command line is not right.')
}

const misuse = (message: string, field?: string, near?: string): StewardError => {
  const hint = near ? `Did you mean ${near}?` : 'See the command with --help.'
  return new StewardError('invalid_input', message, { field, hint })
}

const unknownFlag = (typed: readonly string[], known: object, absent: Absent): StewardError => {
  // A flag may have its value stuck to it (-pSECRET, --token=…); only what is surely a name is said.
  const name = /^(?:--[a-z][a-z-]{1,30}(?==|$)|-[a-z])/.exec(typed[0] ?? '')?.[0]
  if (!name) return misuse('There is no such flag here.')
  const why = absent[name.replace(/^-+/, '')]
  if (why) return new StewardError('invalid_input', `There is no flag ${name} here.`, { hint: why })
  return misuse(`There is no flag ${name} here.`, undefined, nearestFlag(name, known))
}

const nearestFlag = (name: string, known: object): string | undefined => {
  const flags = Object.entries(known as Record<string, { allowNo?: boolean; hidden?: boolean }>)
  const names = flags
    .filter(([, { hidden }]) => !hidden)
    .flatMap(([flag, { allowNo }]) => (allowNo ? [flag, `no-${flag}`] : [flag]))
  const near = nearest(name.replace(/^-+/, ''), names)
  return near && `--${near}`
}

/** Where in a filter the mistake is: two lines, the second pointing at it. */
const pictureOf = ({ details }: StewardError): string[] => {
  const caret = (details as { caret?: unknown } | null)?.caret
  return typeof caret === 'string' ? caret.split('\n') : []
}

export const failureText = (error: StewardError): string => {
  const hints = error.hint ? error.hint.split('\n') : []
  const lines = [error.message, ...pictureOf(error), ...hints]
  return `${lines.map((line, at) => (at === 0 ? `Error: ${line}` : `  ${line}`)).join('\n')}\n`
}

/** The stack, for whoever reports a bug. A failed query names its parameters, which are people's data:
 * what is told is what the database said. */
export const traceOf = (error: StewardError): string => {
  const cause = error.cause instanceof Error ? error.cause : error
  const inner = 'params' in cause && cause.cause instanceof Error ? cause.cause : cause
  return `${inner.stack ?? inner.message}\n`
}

export const failureJson = (error: StewardError) => ({ error: errorBody(error) })

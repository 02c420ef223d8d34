/**
 * How a failure is told: one line on stderr that says what is wrong and what to do, or with JSON
 * output the error object alone on stdout. Nothing typed on the command line is repeated.
 */
import { errorBody, StewardError } from '../kernel/errors.ts'

/** Errors of the parser and of the program, all as one kind. */
export const asStewardError = (error: unknown): StewardError => {
  if (error instanceof StewardError) return error
  if (isCancelled(error)) return new StewardError('interrupted', 'Stopped.')
  const usage = usageError(error)
  if (usage) return usage
  return new StewardError('internal', 'Something went wrong inside Steward.', {
    hint: 'Run it again with DEBUG=1 and report what it says.',
    cause: error,
  })
}

/** Ctrl-C at a prompt, or a prompt whose input has gone. */
const isCancelled = (error: unknown): boolean =>
  error instanceof Error &&
  ['ExitPromptError', 'AbortPromptError', 'CancelPromptError'].includes(error.name)

type ParserError = Error & {
  flags?: unknown
  args?: unknown
  parse?: unknown
  oclif?: { exit?: number }
}

/** oclif's own parse errors repeat what was typed, so each is said again without it. */
const usageError = (error: unknown): StewardError | null => {
  const name = (error as Error)?.constructor?.name
  const hint = 'See the command with --help.'
  if (name === 'NonExistentFlagsError') return unknownFlag((error as ParserError).flags as string[])
  if (name === 'UnexpectedArgsError') {
    return new StewardError('invalid_input', 'There are more arguments than this command takes.', {
      hint,
    })
  }
  if (name === 'FlagInvalidOptionError') {
    const { flag } = error as unknown as { flag?: { name: string; options?: string[] } }
    const options =
      flag?.options?.join(', ') ?? /one of: (.*)$/m.exec((error as Error).message)?.[1]
    const field = flag?.name ?? /--([a-z-]+)/.exec((error as Error).message)?.[1]
    return new StewardError('invalid_input', `--${field} must be one of: ${options}.`, { field })
  }
  const parser = error as ParserError
  if (parser?.parse || name === 'CLIParseError') {
    const field = /--([a-z][a-z-]*)/.exec(parser.message)?.[1]
    const message = field
      ? `--${field} is not used as it should be.`
      : 'The command line is not right.'
    return new StewardError('invalid_input', message, { hint, field })
  }
  return null
}

const unknownFlag = (flags: string[]): StewardError => {
  // A flag may have its value stuck to it; only what is surely a name is said.
  const name = /^--?[a-z][a-z-]{0,30}/.exec(flags[0] ?? '')?.[0]
  return new StewardError(
    'invalid_input',
    name ? `There is no flag ${name} here.` : 'Unknown flag.',
    {
      hint: 'See the command with --help.',
    },
  )
}

export const failureText = (error: StewardError): string => {
  const lines = [error.message, ...(error.hint ? error.hint.split('\n') : [])]
  return `${lines.map((line, at) => (at === 0 ? `Error: ${line}` : `  ${line}`)).join('\n')}\n`
}

export const failureJson = (error: StewardError) => ({ error: errorBody(error) })

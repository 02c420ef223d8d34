/** Questions to a person, always on stderr: stdout is data. Loaded only when there is one to ask. */

import { StewardError } from '../kernel/errors.ts'
import type { Field, Fields } from '../kernel/fields.ts'
import { flagName } from './fields.ts'

type Context = { output: NodeJS.WritableStream; signal: AbortSignal }

/** Asks one question. Ctrl-D only pauses the input, after which inquirer would wait for ever: here it
 * leaves, as Ctrl-C does. */
const asked = async <T>(question: (context: Context) => Promise<T>): Promise<T> => {
  const gone = new AbortController()
  const leave = () => gone.abort()
  process.stdin.once('pause', leave)
  try {
    return await question({ output: process.stderr, signal: gone.signal })
  } finally {
    process.stdin.off('pause', leave)
  }
}

const title = (name: string): string => {
  const words = flagName(name).replaceAll('-', ' ')
  return words[0]!.toUpperCase() + words.slice(1)
}

/** Checks as the runner would, so that a mistake is told while it can be mended. */
const validator = (field: Field, now: Date) => (value: string) => {
  try {
    field.read(value, now)
    return true
  } catch (error) {
    return error instanceof Error ? `It ${error.message}.` : false
  }
}

const askSecret = async (name: string, field: Field, now: Date): Promise<string> => {
  const { password } = await import('@inquirer/prompts')
  const validate = validator(field, now)
  const config = { message: title(name), mask: '*', validate }
  const first = await asked(context => password(config, context))
  const again = (value: string) => value === first || 'It is not the same.'
  const twice = { message: `${title(name)} again`, mask: '*', validate: again }
  await asked(context => password(twice, context))
  return first
}

const askOne = async (name: string, field: Field, now: Date): Promise<unknown> => {
  if (field.kind === 'secret') return askSecret(name, field, now)
  const { input, select } = await import('@inquirer/prompts')
  if (field.choices) {
    const choices = field.choices.map(value => ({ value, name: value }))
    return asked(context => select({ message: title(name), choices }, context))
  }
  process.stderr.write(`${field.about}\n`)
  const config = { message: title(name), validate: validator(field, now) }
  return asked(context => input(config, context))
}

/** Asks for each field named, one after the other. */
export const askFor = async (
  names: readonly string[],
  fields: Fields,
  now: Date,
): Promise<Record<string, unknown>> => {
  const answers: Record<string, unknown> = {}
  for (const name of names) answers[name] = await askOne(name, fields[name]!, now)
  return answers
}

/** Throws `declined` unless the answer is yes. */
export const confirm = async (message: string): Promise<void> => {
  const { confirm: ask } = await import('@inquirer/prompts')
  if (await asked(context => ask({ message, default: false }, context))) return
  throw new StewardError('declined', 'Nothing was changed.')
}

/** Questions to a person, always on stderr: stdout is data. Loaded only when there is one to ask. */

import { StewardError } from '../kernel/errors.ts'
import type { Field, Fields } from '../kernel/fields.ts'
import { flagName } from './fields.ts'

const context = { output: process.stderr }

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
  const first = await password({ message: title(name), mask: '*', validate }, context)
  const again = (value: string) => value === first || 'It is not the same.'
  await password({ message: `${title(name)} again`, mask: '*', validate: again }, context)
  return first
}

const askOne = async (name: string, field: Field, now: Date): Promise<unknown> => {
  if (field.kind === 'secret') return askSecret(name, field, now)
  const { input, select } = await import('@inquirer/prompts')
  if (field.choices) {
    const choices = field.choices.map(value => ({ value, name: value }))
    return select({ message: title(name), choices }, context)
  }
  process.stderr.write(`${field.about}\n`)
  return input({ message: title(name), validate: validator(field, now) }, context)
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
  if (await ask({ message, default: false }, context)) return
  throw new StewardError('declined', 'Nothing was changed.')
}

/** Questions to a person, always on stderr: stdout is data. Loaded only when there is one to ask. */

import { statSync } from 'node:fs'
import { styleText } from 'node:util'
import { StewardError } from '../kernel/errors.ts'
import type { Field, Fields } from '../kernel/fields.ts'
import { flagName } from './fields.ts'
import { fileInput } from './input.ts'
import { here } from './output/standard.ts'
import { terminalOf } from './output/terminal.ts'

type Context = { output: NodeJS.WritableStream; signal: AbortSignal }

const back = Symbol('back')

/** Whether a question was left by Esc, which in a form goes back and elsewhere ends the command. */
export const wentBack = (error: unknown): boolean => (error as Error | null)?.cause === back

/** Asks one question. Ctrl-D only pauses the input, after which inquirer would wait for ever: here it
 * leaves, as Ctrl-C does. */
const asked = async <T>(question: (context: Context) => Promise<T>): Promise<T> => {
  const gone = new AbortController()
  const leave = () => gone.abort()
  const pressed = (_: unknown, key?: { name?: string }) => {
    if (key?.name === 'escape') gone.abort(back)
  }
  process.stdin.once('pause', leave)
  process.stdin.on('keypress', pressed)
  try {
    return await question({ output: process.stderr, signal: gone.signal })
  } finally {
    process.stdin.off('pause', leave)
    process.stdin.off('keypress', pressed)
  }
}

/** A field's name as a person reads it: projectLimit is Project limit. */
export const title = (name: string): string => {
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
  if (field.known) return first
  const again = (value: string) => value === first || 'It is not the same.'
  const twice = { message: `${title(name)} again`, mask: '*', validate: again }
  await asked(context => password(twice, context))
  return first
}

/** Shown while it is typed: what would not be accepted as it stands. */
const marked = (accepted: (value: string) => unknown) => ({
  transformer: (value: string, { isFinal }: { isFinal: boolean }) =>
    isFinal || value === '' || accepted(value) === true
      ? value
      : styleText('yellow', value, styled),
})

const styled = { stream: process.stderr }

/** Asks for one field; `before` is what it was, where it is asked for again. */
export const askOne = async (
  name: string,
  field: Field,
  now: Date,
  before?: unknown,
): Promise<unknown> => {
  if (field.oneUse) return askCode(title(name))
  if (field.kind === 'secret') return askSecret(name, field, now)
  if (field.choices) return choose(title(name), choicesOf(field.choices), before as string)
  if (field.kind === 'flag') return choose(title(name), choicesOf(['yes', 'no']), before as string)
  const { input } = await import('@inquirer/prompts')
  process.stderr.write(`${field.about}\n`)
  const validate = field.kind === 'file' ? isFile : validator(field, now)
  const known = typeof before === 'string' ? { default: before, prefill: 'editable' as const } : {}
  const config = { message: title(name), validate, ...marked(validate), ...known }
  const typed = await asked(context => input(config, context))
  return field.kind === 'file' ? fileInput(name, typed, process.stdin) : typed
}

const choicesOf = (choices: readonly string[]) => choices.map(value => ({ value, name: value }))

const isFile = (path: string) =>
  statSync(path, { throwIfNoEntry: false })?.isFile() || 'There is no such file.'

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

/** Whether the answer is yes; Enter alone is no. */
export const agrees = async (message: string): Promise<boolean> => {
  const { confirm: ask } = await import('@inquirer/prompts')
  return asked(context => ask({ message, default: false }, context))
}

/** Throws `declined` unless the answer is yes. */
export const confirm = async (message: string): Promise<void> => {
  if (await agrees(message)) return
  throw new StewardError('declined', 'Nothing was changed.')
}

/** A password that exists already: asked for once, never shown. */
export const askPassword = async (message: string): Promise<string> => {
  const { password } = await import('@inquirer/prompts')
  const validate = (value: string) => value !== '' || 'It must not be empty.'
  return asked(context => password({ message, mask: '*', validate }, context))
}

/** A code is worth nothing once it was used: it is shown as it is typed. Apps show it in groups. */
export const askCode = async (message: string): Promise<string> => {
  const { input } = await import('@inquirer/prompts')
  const validate = (value: string) => value.trim() !== '' || 'It must not be empty.'
  return (await asked(context => input({ message, validate }, context))).replace(/\s+/g, '')
}

/** One of several; with ACCESSIBLE they are numbered, and nothing moves. */
export const choose = async <T extends string>(
  message: string,
  choices: { value: T; name: string }[],
  standard?: T,
): Promise<T> => {
  const { rawlist, select } = await import('@inquirer/prompts')
  const config = { message, choices, default: standard, pageSize: 12 }
  const { accessible } = terminalOf(here)
  return asked(context => (accessible ? rawlist(config, context) : select(config, context)))
}

/** Several of a field's choices, one at least; with ACCESSIBLE they are typed, and nothing moves. */
export const chooseSeveral = async (
  message: string,
  field: Field,
  now: Date,
): Promise<readonly string[]> => {
  const { checkbox, input } = await import('@inquirer/prompts')
  const choices = choicesOf(field.item?.choices ?? [])
  if (!terminalOf(here).accessible) {
    const config = { message, choices, required: true, pageSize: 12 }
    return asked(context => checkbox(config, context))
  }
  process.stderr.write(`${field.about}\n`)
  const validate = validator(field, now)
  const typed = await asked(context => input({ message, validate }, context))
  return field.read(typed, now) as string[]
}

/** A line of text; undefined when nothing is typed, where that will do. */
export const askText = async (
  message: string,
  field: Field,
  now: Date,
  standard?: string,
): Promise<string | undefined> => {
  const { input } = await import('@inquirer/prompts')
  const valid = field.kind === 'file' ? () => true : validator(field, now)
  const validate = (value: string) => (value === '' && !field.required) || valid(value)
  const typed = await asked(context => input({ message, validate, default: standard }, context))
  return typed === '' ? undefined : typed
}

/** Throws `declined` unless the name is typed. */
export const typeName = async (
  question: string,
  name: string,
  message = `${name} is protected. To go on, type its name`,
): Promise<void> => {
  const { input } = await import('@inquirer/prompts')
  process.stderr.write(`${question}\n`)
  if ((await asked(context => input({ message }, context))) === name) return
  throw new StewardError('declined', 'That is not its name. Nothing was changed.')
}

/** Throws `declined` unless the count is typed. */
export const typeCount = async (question: string, count: number): Promise<void> => {
  const { input } = await import('@inquirer/prompts')
  const message = `${question} To go on, type how many`
  const typed = await asked(context => input({ message }, context))
  if (typed.replaceAll(',', '').trim() === String(count)) return
  throw new StewardError('declined', 'That is not how many. Nothing was changed.')
}

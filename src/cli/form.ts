/**
 * A form: one question for each value that is missing, with a way back, and at the end a summary to
 * agree to. Until then nothing has been done.
 */
import { StewardError } from '../kernel/errors.ts'
import type { Field, Fields } from '../kernel/fields.ts'
import { visible } from './output/safe.ts'
import { pad, width } from './output/width.ts'
import { askOne, choose, title, wentBack } from './prompts.ts'

type Answers = Record<string, unknown>

/** Asks for each field named. Throws `declined` when the form is left by Esc or by Cancel. */
export const fillIn = async (
  names: readonly string[],
  fields: Fields,
  now: Date,
): Promise<Answers> => {
  const say = (text: string) => void process.stderr.write(text)
  say('Esc goes back, Ctrl-C stops; nothing is done before the end.\n')
  const answers = await askAll(names, fields, now)
  // With one question there is nothing to look over.
  if (names.length === 1) return answers
  for (;;) {
    say(summary(names, fields, answers))
    const next = await choose('Is this right?', [
      { value: 'go', name: 'Yes, go ahead' },
      ...names.map(name => ({ value: `change ${name}`, name: `Change ${title(name)}` })),
      { value: 'cancel', name: 'Cancel' },
    ]).catch(error => (wentBack(error) ? `change ${names.at(-1)}` : Promise.reject(error)))
    if (next === 'go') return answers
    if (next === 'cancel') throw cancelled()
    const name = next.slice('change '.length)
    answers[name] = await askAgain(name, fields[name]!, now, answers[name])
  }
}

const cancelled = () => new StewardError('declined', 'Cancelled. Nothing was changed.')

/** In order; Esc asks for the one before again, and at the first leaves. */
const askAll = async (names: readonly string[], fields: Fields, now: Date): Promise<Answers> => {
  const answers: Answers = {}
  for (let at = 0; at < names.length; ) {
    const name = names[at]!
    try {
      answers[name] = await askOne(name, fields[name]!, now, answers[name])
      at++
    } catch (error) {
      if (!wentBack(error)) throw error
      if (at === 0) throw cancelled()
      at--
    }
  }
  return answers
}

/** Esc leaves it as it was. */
const askAgain = async (name: string, field: Field, now: Date, before: unknown) => {
  try {
    return await askOne(name, field, now, before)
  } catch (error) {
    if (wentBack(error)) return before
    throw error
  }
}

const summary = (names: readonly string[], fields: Fields, answers: Answers): string => {
  const most = Math.max(...names.map(name => width(title(name))))
  const lines = names.map(
    name => `  ${pad(title(name), most)}  ${shown(fields[name]!, answers[name])}`,
  )
  return `\n${lines.join('\n')}\n\n`
}

/** A secret is never shown; a file is its name. */
const shown = ({ kind }: Field, value: unknown): string => {
  if (kind === 'secret') return '********'
  return visible(kind === 'file' ? (value as { name: string }).name : String(value))
}

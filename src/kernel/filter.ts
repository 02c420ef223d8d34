// The grammar behind `--filter 'status=pending created>-7d country=TZ,KE'`.
//
//   filter = terms between spaces; a record has to meet them all
//   term   = field operator value *("," value)      any of the values, or with != none of them
//   value  = bare / quoted                          bare: no space, comma or double quote
//   quoted = '"' text '"'                           with \" and \\ for those two characters
//
// In a nullable field, `=none` and `=""` find what has no value; `="none"` is the word.

import { invalid, type StewardError } from './errors.ts'
import { nearest } from './nearest.ts'
import { parseInstant } from './time.ts'

export type FilterOp = '=' | '!=' | '>' | '>=' | '<' | '<=' | '~'

/** `null` is "has no value" and comes with `=` and `!=` only. */
export type FilterValue = string | number | boolean | Date | null

export type FilterKind = 'text' | 'choice' | 'instant' | 'number' | 'flag' | 'tags' | 'record'

export type FilterField = {
  kind: FilterKind
  choices?: readonly string[]
  nullable?: boolean
  about?: string
}

export type FilterFields = Record<string, FilterField>

/** Any of `values` meets the term; for `!=`, none may. There is at least one. */
export type FilterTerm = { field: string; op: FilterOp; values: FilterValue[] }

// Two instants are hardly ever equal to the millisecond, so `created=today` would quietly find
// nothing; an instant has an order only. A tag is one of several, so `=` means "has it".
const OPERATORS: Record<FilterKind, readonly FilterOp[]> = {
  text: ['=', '!=', '~'],
  choice: ['=', '!='],
  instant: ['>', '>=', '<', '<='],
  number: ['=', '!=', '>', '>=', '<', '<='],
  flag: ['=', '!='],
  tags: ['=', '!='],
  record: ['=', '!='],
}

const EXPECTED: Record<FilterKind, string> = {
  text: 'text',
  choice: 'one of its choices',
  instant: 'a time, such as 2026-01-31, 2026-01-31T08:00Z, today or -7d',
  number: 'a number, such as 12 or -0.5',
  flag: 'yes or no',
  tags: 'a tag',
  record: 'a record',
}

const FLAGS = new Map([
  ['yes', true],
  ['true', true],
  ['no', false],
  ['false', false],
])

const SYNTAX =
  'Operators: = != > >= < <= ~. A value with spaces or commas goes in quotes: name="Ada Lovelace".'

const SPACE = /\s+/y
const NAME = /[^\s=!<>~,"]+/y
const OPERATOR = /[!<>]=|[=<>~]/y
const BARE = /[^\s,"]+/y
const QUOTED_RUN = /[^"\\]+/y

type Source = { text: string; at: number }
type Typed = { text: string; quoted: boolean; at: number }
type Target = { name: string; field: FilterField; op: FilterOp; now: Date }

/**
 * Reads a filter; an empty one has no terms. Times relative to `now` come out as instants.
 *
 * @throws StewardError `invalid_input` on the field "filter", with `details` { position, caret }:
 * the 1-based character the message is about, and two lines that show it.
 */
export const parseFilter = (text: string, fields: FilterFields, now: Date): FilterTerm[] => {
  // Neither engine can compare with these, and Postgres would answer with an error of its own.
  const unstorable = text.search(/[\0\p{Cs}]/u)
  if (unstorable >= 0) throw refusal(text, unstorable, 'A character that no text can hold')
  const source = { text, at: 0 }
  const terms: FilterTerm[] = []
  take(source, SPACE)
  while (source.at < text.length) {
    terms.push(readTerm(source, fields, now))
    take(source, SPACE)
  }
  return terms
}

/** The fields of a filter for help: name, kind, operators, and what it is or allows. */
export const describeFilter = (fields: FilterFields): string[][] =>
  Object.entries(fields).map(([name, field]) => [
    name,
    field.kind,
    operatorsOf(field).join(' '),
    notes(field),
  ])

const notes = ({ about, choices, nullable }: FilterField): string =>
  [about, choices && `One of: ${choices.join(', ')}.`, nullable && 'Can be none.']
    .filter(Boolean)
    .join(' ')

/** The operators that this field takes. */
export const operatorsOf = ({ kind, nullable }: FilterField): readonly FilterOp[] =>
  kind === 'instant' && nullable ? ['=', '!=', ...OPERATORS.instant] : OPERATORS[kind]

const readTerm = (source: Source, fields: FilterFields, now: Date): FilterTerm => {
  const start = source.at
  const name = take(source, NAME)
  if (!name) {
    const hint = suggestion('', 'Fields', Object.keys(fields))
    throw refusal(source.text, start, 'Expected a field', hint)
  }
  const operatorAt = source.at
  const op = take(source, OPERATOR) as FilterOp | ''
  if (!op) {
    throw refusal(source.text, operatorAt, `Expected an operator after ${quote(name)}`, SYNTAX)
  }
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (!field) {
    const hint = suggestion(name, 'Fields', Object.keys(fields))
    throw refusal(source.text, start, `Unknown field ${quote(name)}`, hint)
  }
  if (!operatorsOf(field).includes(op)) {
    const hint = `It takes ${operatorsOf(field).join(' ')}.`
    throw refusal(source.text, operatorAt, `${name} doesn't take ${op}`, hint)
  }
  return { field: name, op, values: readValues(source, { name, field, op, now }) }
}

const readValues = (source: Source, target: Target): FilterValue[] => {
  const values = [convert(source, readValue(source, target.op), target)]
  while (source.text[source.at] === ',') {
    if (/[<>]/.test(target.op)) {
      throw refusal(source.text, source.at, `${target.op} compares with one value`)
    }
    source.at += 1
    values.push(convert(source, readValue(source, target.op), target))
  }
  return values
}

const readValue = (source: Source, op: FilterOp): Typed => {
  const at = source.at
  if (source.text[at] === '"') return { text: readQuoted(source), quoted: true, at }
  const text = take(source, BARE)
  // `==` and `=>` are slips for `=` and `>=`; taken as part of the value they would find nothing.
  if (/^[=<>~]/.test(text)) {
    throw refusal(source.text, at, `Unexpected ${text[0]} after ${op}`, 'Quote it if it is meant.')
  }
  if (!text) throw refusal(source.text, at, 'Expected a value')
  requireEnd(source)
  return { text, quoted: false, at }
}

const readQuoted = (source: Source): string => {
  const opening = source.at
  let value = ''
  source.at += 1
  while (source.at < source.text.length) {
    value += take(source, QUOTED_RUN)
    const mark = source.text[source.at]
    if (mark === '"') {
      source.at += 1
      requireEnd(source)
      return value
    }
    if (mark === '\\') value += readEscape(source)
  }
  throw refusal(source.text, opening, 'This quote is never closed')
}

const readEscape = (source: Source): string => {
  const escaped = source.text[source.at + 1] ?? ''
  // A backslash at the very end is left to the missing quote, which is what has to be added.
  if (!['"', '\\', ''].includes(escaped)) {
    throw refusal(source.text, source.at, 'Unknown escape', 'Use \\" for a quote, \\\\ for \\.')
  }
  source.at += 2
  return escaped
}

const requireEnd = ({ text, at }: Source): void => {
  if (at >= text.length || /[\s,]/.test(text[at]!)) return
  throw refusal(text, at, 'Expected a space or a comma', 'Quote the whole value, escape " as \\".')
}

const convert = (source: Source, typed: Typed, target: Target): FilterValue => {
  const { name, field, op, now } = target
  const comparesWhole = op === '=' || op === '!='
  const saysNone = typed.text === '' || (typed.text === 'none' && !typed.quoted)
  if (saysNone && comparesWhole && field.nullable) return null
  const { choices } = field
  if (choices && comparesWhole && !choices.includes(typed.text)) {
    const hint = suggestion(typed.text, 'Choices', choices)
    throw refusal(source.text, typed.at, `${quote(typed.text)} is no choice of ${name}`, hint)
  }
  if (field.kind === 'instant' && comparesWhole) {
    const hint = `For a time, give a range: ${name}>=2026-01-31 ${name}<2026-02-01.`
    throw refusal(source.text, typed.at, `${name}${op} takes only none`, hint)
  }
  const value = typed.text === '' ? undefined : readAs(field.kind, typed.text, now)
  if (value === undefined) {
    throw refusal(source.text, typed.at, `${name} needs ${EXPECTED[field.kind]}`)
  }
  return value
}

const readAs = (kind: FilterKind, text: string, now: Date): FilterValue | undefined => {
  if (kind === 'flag') return FLAGS.get(text.toLowerCase())
  if (kind === 'number') return readNumber(text)
  if (kind === 'instant') return parseInstant(text, now)
  return text
}

// Beyond the safe integers two different numbers would compare as equal.
const readNumber = (text: string): number | undefined => {
  if (!/^[+-]?\d+(?:\.\d+)?$/.test(text)) return undefined
  const value = Number(text)
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value + 0 : undefined
}

const take = (source: Source, pattern: RegExp): string => {
  pattern.lastIndex = source.at
  const found = pattern.exec(source.text)?.[0] ?? ''
  source.at += found.length
  return found
}

const suggestion = (word: string, title: string, known: readonly string[]): string => {
  const near = nearest(word, known)
  const list = known.length > 0 ? `${title}: ${known.join(', ')}.` : 'There is none to filter by.'
  return near ? `Did you mean ${near}? ${list}` : list
}

const refusal = (text: string, at: number, problem: string, hint?: string): StewardError => {
  const before = [...visible(text.slice(0, at))]
  const position = before.length + 1
  const details = { position, caret: caret([...before, ...visible(text.slice(at))], before.length) }
  return invalid('filter', `${problem} (character ${position} of the filter).`, hint, details)
}

const SHOWN = 80

/** Two lines: up to 80 characters around the place, and a mark under the one at `at`. */
const caret = (letters: string[], at: number): string => {
  const start = Math.max(0, Math.min(at - SHOWN / 2, letters.length - SHOWN))
  // A combining mark takes no column of its own.
  const columns = letters.slice(start, at).filter(letter => !/\p{M}/u.test(letter)).length
  return `${letters.slice(start, start + SHOWN).join('')}\n${' '.repeat(columns)}^`
}

const quote = (text: string): string => {
  const letters = [...visible(text)]
  return letters.length > SHOWN
    ? `"${letters.slice(0, SHOWN - 1).join('')}…"`
    : `"${letters.join('')}"`
}

// A filter may come from a script or a file, so what could move the cursor or turn the text around
// is shown as one visible character: Unicode's control pictures, else the replacement character.
const visible = (text: string): string =>
  text.replace(/[\p{C}\u2028\u2029]/gu, letter => {
    const code = letter.codePointAt(0)!
    if (code < 0x20) return String.fromCodePoint(0x2400 + code)
    return code === 0x7f ? '\u2421' : '\ufffd'
  })

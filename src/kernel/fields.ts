/**
 * The vocabulary that inputs are written in. A field is described once; flags, prompts, the admin
 * API, MCP and the reference pages all read that description, and the runner parses by it.
 */
import * as z from 'zod/mini'
import { invalid } from './errors.ts'
import type { FilterFields } from './filter.ts'
import { nearest } from './nearest.ts'
import { parseInstant } from './time.ts'

export type FieldKind =
  | 'text'
  | 'email'
  | 'phone'
  | 'instant'
  | 'integer'
  | 'flag'
  | 'choice'
  | 'list'
  | 'ref'
  | 'secret'
  | 'file'

/** A file as an operation sees it: a stream, never a path. `digest` is its SHA-256 in hex. */
export type FileInput = {
  name: string
  /** In bytes, where that is known beforehand. */
  size?: number
  /** It can be read once, so its digest costs as much memory as it is long. */
  isPiped?: boolean
  open(): AsyncIterable<Uint8Array>
  digest(): Promise<string>
}

export type Field<T = unknown> = {
  kind: FieldKind
  about: string
  required: boolean
  /** An empty string (null in JSON) takes the value away. */
  clearable: boolean
  default?: T
  choices?: readonly string[]
  /** Only one record can have this value: it is never given to many. */
  unique?: boolean
  /** For a ref: the topic it selects from. */
  topic?: string
  /** For a ref: what one of its records is called, and several, where the topic's name doesn't say. */
  nouns?: readonly [one: string, several: string]
  /** For a list: what it holds. */
  item?: Field
  /** For the text of a filter: the fields that it may speak of. */
  filters?: FilterFields
  /** For the text of a sort: what may be sorted by. */
  sorts?: readonly string[]
  /** For a secret: a code that is worth nothing once it was used, so it may be typed in full view. */
  oneUse?: boolean
  /** For a secret: it exists already, so whoever is asked for it types it once. */
  known?: boolean
  /** The shape on the wire, for documents and machines. */
  schema: z.ZodMiniType
  /** Text from a command line or a JSON value in, the operation's own value out.
   * Throws a message that completes "NAME …". */
  read(value: unknown, now: Date): T
}

export type Fields = Record<string, Field>
export type InputOf<F extends Fields> = {
  [K in keyof F]: F[K] extends Field<infer T> ? T : never
}

/** What is wrong with a value, said so that it can follow the field's name. */
class Problem extends Error {}

const problem = (message: string): never => {
  throw new Problem(message)
}

type About = { about: string }

const field = <T>(
  kind: FieldKind,
  about: string,
  schema: z.ZodMiniType,
  read: Field<T>['read'],
  more: Partial<Field<T>> = {},
): Field<T> => ({ kind, about, required: true, clearable: false, schema, read, ...more })

/** Both engines store every other character exactly; these two they can't. */
const storable = (value: unknown): string => {
  if (typeof value !== 'string') return problem('must be text')
  if (value.includes('\0')) return problem('has a NUL character')
  if (!value.isWellFormed()) return problem('has half a surrogate pair')
  return value
}

/** `shape` says what the pattern asks for, so that it can follow "must be". */
export const text = (
  options: About & { max?: number; min?: number; pattern?: RegExp; shape?: string },
) => {
  const { about, max = 200, min = 1, pattern, shape } = options
  return field<string>('text', about, z.string(), value => {
    const read = storable(value)
    if ([...read].length > max) problem(`is longer than ${max} characters`)
    if (read.trim().length < min) problem('must not be empty')
    if (pattern && !pattern.test(read)) {
      problem(shape ? `must be ${shape}` : 'has characters that do not belong')
    }
    return read
  })
}

export const email = (options: About) =>
  field<string>('email', options.about, z.string(), value => {
    const read = storable(value).trim()
    if (!/^[^\s@<>,;]+@[^\s@<>,;]+$/.test(read)) problem('is not an email address')
    return read
  })

/** Only the characters are looked at here; whether a number exists is looked up in `prepare`. */
export const phone = (options: About) =>
  field<string>('phone', options.about, z.string(), value => {
    const read = storable(value).trim()
    if (!/^\+?[0-9][0-9 ()./-]{3,30}$/.test(read)) problem('is not a phone number')
    return read
  })

export const instant = (options: About) =>
  field<Date>('instant', options.about, z.string(), (value, now) => {
    const read = parseInstant(storable(value), now)
    return read ?? problem('is not a time: use 2026-01-31, 2026-01-31T12:00:00Z, -7d or +2h')
  })

export const integer = (options: About & { min?: number; max?: number }) => {
  const { about, min = 0, max = Number.MAX_SAFE_INTEGER } = options
  return field<number>('integer', about, z.int(), value => {
    const read = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value
    if (!Number.isSafeInteger(read)) problem('must be a whole number')
    if ((read as number) < min || (read as number) > max) {
      problem(
        max === Number.MAX_SAFE_INTEGER ? `must be at least ${min}` : `must be ${min} to ${max}`,
      )
    }
    return read as number
  })
}

const truths = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
])

export const flag = (options: About) =>
  field<boolean>('flag', options.about, z.boolean(), value => {
    if (typeof value === 'boolean') return value
    return truths.get(String(value).toLowerCase()) ?? problem('must be yes or no')
  })

export const choice = <const C extends readonly string[]>(options: About & { of: C }) =>
  field<C[number]>(
    'choice',
    options.about,
    z.enum(options.of as unknown as [string, ...string[]]),
    value => {
      if (options.of.includes(value as string)) return value as C[number]
      const near = nearest(String(value), options.of)
      return problem(
        `must be one of ${options.of.join(', ')}${near ? `; did you mean ${near}?` : ''}`,
      )
    },
    { choices: options.of },
  )

/** Comma-separated on a command line, an array in JSON. */
export const list = <T>(item: Field<T>, options: { max?: number } = {}) => {
  const { max = 100 } = options
  return field<T[]>(
    'list',
    item.about,
    z.array(item.schema),
    (value, now) => {
      const parts = typeof value === 'string' ? value.split(',') : value
      if (!Array.isArray(parts)) return problem('must be a list')
      const kept = parts.map(part => (typeof part === 'string' ? part.trim() : part))
      const filled = kept.filter(part => part !== '')
      if (filled.length > max) problem(`has more than ${max} entries`)
      return [...new Set(filled.map(part => item.read(part, now)))]
    },
    { item: item as Field },
  )
}

/** A selector of one record: its id, email, phone or external id. */
export const ref = (
  topic: string,
  about = `The ${topic.replace(/s$/, '')}: id, email, phone or external id.`,
  nouns?: Field['nouns'],
) =>
  field<string>(
    'ref',
    about,
    z.string(),
    value => {
      const read = storable(value).trim()
      if (read === '') problem('must not be empty')
      if (read.length > 320) problem('is longer than any selector')
      return read
    },
    { topic, nouns },
  )

/** Never stored as it is, echoed or logged; never taken from the command line itself, unless it is a
 * code that counts once. */
export const secret = (options: About & { max?: number } & Pick<Field, 'oneUse' | 'known'>) => {
  const { about, max = 1024, oneUse, known } = options
  return field<string>(
    'secret',
    about,
    z.string(),
    value => {
      const read = storable(value)
      if (read === '') problem('must not be empty')
      if ([...read].length > max) problem('is too long')
      return read
    },
    { oneUse, known },
  )
}

export const file = (options: About) =>
  field<FileInput>('file', options.about, z.string(), value => {
    const given = value as FileInput | null
    return typeof given === 'object' && given !== null && 'open' in given
      ? given
      : problem('must be a file')
  })

export const optional = <T>(inner: Field<T>): Field<T | undefined> => ({
  ...inner,
  required: false,
})

export const withDefault = <T>(inner: Field<T>, value: T): Field<T> => ({
  ...inner,
  required: false,
  default: value,
})

/** Optional, and an empty value (null in JSON) clears what is there. */
export const clearable = <T>(inner: Field<T>): Field<T | null | undefined> => ({
  ...inner,
  required: false,
  clearable: true,
  read: (value, now) => (value === '' || value === null ? null : inner.read(value, now)),
})

/** No two records have the same. */
export const unique = <T>(inner: Field<T>): Field<T> => ({ ...inner, unique: true })

/** Throws `invalid_input` for the first field that is missing, unknown or wrong. */
export const parseInput = <F extends Fields>(
  fields: F,
  raw: Record<string, unknown>,
  now: Date,
): InputOf<F> => {
  for (const name of Object.keys(raw)) {
    if (!Object.hasOwn(fields, name)) throw unknownField(name, Object.keys(fields))
  }
  const { specs, blank } = shapeOf(fields)
  const input = { ...blank }
  for (const [name, spec] of specs) {
    const value = raw[name]
    if (value !== undefined || spec.required) input[name] = readField(name, spec, value, now)
  }
  return input as InputOf<F>
}

type Shape = { specs: [name: string, spec: Field][]; blank: Record<string, unknown> }

const shapes = new WeakMap<Fields, Shape>()

/** What every input of these fields begins as, made once: a file has a million of them. */
const shapeOf = (fields: Fields): Shape => {
  let shape = shapes.get(fields)
  if (!shape) {
    const specs = Object.entries(fields)
    const blank = Object.fromEntries(specs.map(([name, spec]) => [name, spec.default]))
    shape = { specs, blank }
    shapes.set(fields, shape)
  }
  return shape
}

const readField = (name: string, spec: Field, value: unknown, now: Date): unknown => {
  if (value === undefined || (value === null && !spec.clearable)) {
    if (spec.required) throw invalid(name, `${name} is required.`, spec.about)
    return spec.default
  }
  try {
    return spec.read(value, now)
  } catch (error) {
    if (error instanceof Problem) throw invalid(name, `${name} ${error.message}.`, spec.about)
    throw error
  }
}

const unknownField = (name: string, known: string[]) => {
  const near = nearest(name, known)
  return invalid(
    undefined,
    'There is a field that this operation does not have.',
    near ? `Did you mean ${near}?` : `It has: ${known.join(', ') || 'none'}.`,
  )
}

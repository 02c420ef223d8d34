/** From what was typed to an operation's raw input: secrets and files from where they may come. */
import { createHash } from 'node:crypto'
import { accessSync, constants, createReadStream, readFileSync, statSync } from 'node:fs'
import { invalid } from '../kernel/errors.ts'
import type { Field, Fields, FileInput } from '../kernel/fields.ts'
import { flagName, placeholder } from './fields.ts'

export type Typed = Record<string, string | boolean | undefined>

/** Where secrets and files may be read from besides flags. */
export type Sources = {
  stdin: NodeJS.ReadableStream
  env: Record<string, string | undefined>
}

/** The raw input that the flags and arguments say, without what is missing. */
export const rawInput = async (
  fields: Fields,
  typed: Typed,
  sources: Sources,
): Promise<Record<string, unknown>> => {
  refuseTwoFromStdin(typed)
  const raw: Record<string, unknown> = {}
  for (const [name, field] of Object.entries(fields)) {
    const value = await typedValue(name, field, typed, sources)
    if (value !== undefined) raw[name] = value
  }
  return raw
}

/** Standard input ends once: what is read second would be empty. */
const refuseTwoFromStdin = (typed: Typed): void => {
  const wanted = Object.keys(typed).filter(flag => flag.endsWith('-stdin') && typed[flag])
  if (wanted.length < 2) return
  const names = wanted.map(flag => `--${flag}`).join(' and ')
  const hint = `Give one from a file: --${wanted[1]!.replace(/stdin$/, 'file')} FILE.`
  throw invalid(undefined, `${names} can not both read standard input.`, hint)
}

const typedValue = async (name: string, field: Field, typed: Typed, sources: Sources) => {
  const flag = flagName(name)
  if (field.kind === 'secret') return readSecret(name, flag, typed, sources)
  const value = typed[flag]
  if (field.kind === 'ref' && typed[`no-${flag}`]) {
    if (value === undefined) return null
    throw invalid(name, `--${flag} and --no-${flag} do not go together.`, 'Give one or the other.')
  }
  if (value === undefined || field.kind !== 'file') return value
  return fileInput(name, String(value), sources.stdin)
}

/** One trailing newline is the shell's, not the secret's. */
const withoutNewline = (text: string): string => text.replace(/\r?\n$/, '')

/** A secret from wherever `flag` says that it is. */
export const readSecret = async (
  name: string,
  flag: string,
  typed: Typed,
  sources: Sources,
): Promise<string | undefined> => {
  if (typeof typed[flag] === 'string') return typed[flag]
  if (typed[`${flag}-stdin`]) return withoutNewline(await readAll(sources.stdin))
  const file = typed[`${flag}-file`]
  if (typeof file === 'string') return withoutNewline(readText(name, file))
  return sources.env[`STEWARD_${flag.replaceAll('-', '_').toUpperCase()}`]
}

const readBytes = async (stream: NodeJS.ReadableStream): Promise<Buffer> => {
  const parts: Buffer[] = []
  for await (const part of stream) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

const readAll = async (stream: NodeJS.ReadableStream): Promise<string> =>
  (await readBytes(stream)).toString('utf8')

const readText = (name: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw invalid(name, 'The file for it can not be read.')
  }
}

/** A file, or standard input for `-`; a named pipe, as a shell makes one of `<(…)`, is like that.
 * Throws `invalid_input` for what is no file that can be read. */
export const fileInput = (name: string, path: string, stdin: NodeJS.ReadableStream): FileInput => {
  if (path === '-') return piped(path, () => stdin)
  const found = readable(path)
  if (found?.isFIFO()) return piped(path, () => createReadStream(path))
  if (found?.isDirectory()) throw invalid(name, 'That is a folder and no file.')
  if (!found?.isFile()) throw invalid(name, 'There is no such file, or it can not be read.')
  return {
    name: path,
    size: found.size,
    open: () => createReadStream(path),
    digest: () => digestOf(createReadStream(path)),
  }
}

const readable = (path: string) => {
  try {
    accessSync(path, constants.R_OK)
    return statSync(path)
  } catch {
    return undefined
  }
}

/** It can be read once, so it is kept in memory where its digest is asked for. */
const piped = (name: string, stream: () => NodeJS.ReadableStream): FileInput => {
  let kept: Buffer | undefined
  const keep = async () => {
    kept ??= await readBytes(stream())
    return kept
  }
  return {
    name,
    isPiped: true,
    open: () => (kept ? [kept] : stream()) as AsyncIterable<Uint8Array>,
    digest: async () => digestOf([await keep()]),
  }
}

const digestOf = async (parts: Iterable<Uint8Array> | AsyncIterable<unknown>): Promise<string> => {
  const hash = createHash('sha256')
  for await (const part of parts) hash.update(part as Uint8Array)
  return hash.digest('hex')
}

/** Required fields that nothing was given for. */
export const missingFrom = (fields: Fields, raw: Record<string, unknown>): string[] =>
  Object.entries(fields)
    .filter(([name, field]) => field.required && raw[name] === undefined)
    .map(([name]) => name)

/** Names everything that is missing at once, with the command as it should be. Given values are
 * placeholders too: what was typed is not repeated. */
export const missingError = (
  command: string,
  fields: Fields,
  raw: Record<string, unknown>,
  positionals: readonly string[],
) => {
  const missing = missingFrom(fields, raw)
  const wanted = Object.entries(fields).filter(
    ([name, field]) => field.required || raw[name] !== undefined,
  )
  const words = wanted.map(([name, field]) => word(name, field, positionals))
  const names = missing.map(name =>
    positionals.includes(name) ? flagName(name).toUpperCase() : `--${flagFor(name, fields[name]!)}`,
  )
  const line = [command, ...words].join(' ')
  return invalid(missing[0], `Missing: ${names.join(', ')}.`, `Like this: ${line}`, { missing })
}

const flagFor = (name: string, field: Field): string =>
  field.kind === 'secret' ? `${flagName(name)}-stdin` : flagName(name)

const word = (name: string, field: Field, positionals: readonly string[]): string => {
  if (positionals.includes(name)) return flagName(name).toUpperCase()
  if (field.kind === 'secret' || field.kind === 'flag') return `--${flagFor(name, field)}`
  return `--${flagName(name)} ${placeholder(name, field)}`
}

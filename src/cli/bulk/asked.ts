/** Whether a command is about one record or many, and which: read off what was typed. */
import { invalid } from '../../kernel/errors.ts'
import { flagName } from '../fields.ts'
import type { Typed } from '../input.ts'

/** How the records were named. */
export type Source =
  | { kind: 'words'; selectors: readonly string[] }
  | { kind: 'file'; file: string }
  | { kind: 'filter'; filter: string }
  | { kind: 'resume'; run: string }

/** About many, with what else was typed; the field that names the record is no longer in it. */
export type Many = { source: Source; typed: Typed }

/** Flags that only make sense for many. */
const flagsOfMany = ['from', 'filter', 'resume', 'failed-to', 'max-affected'] as const

/** Null for one record, named as ever. The field that names it is the first of the positions. */
export const manyOf = (
  words: readonly string[],
  typed: Typed,
  positionals: readonly string[],
): Many | null => {
  const given = flagsOfMany.filter(flag => typed[flag] !== undefined)
  if (given.length === 0 && words.length <= positionals.length && words[0] !== '-') return null
  const sources = given.filter(flag => ['from', 'filter', 'resume'].includes(flag))
  if (sources.length > 1) {
    throw invalid(sources[1], `--${sources.join(' and --')} do not go together.`, 'Give one.')
  }
  const [first = '', ...others] = positionals
  // What follows the selectors is last, as the folder is that cp copies to.
  const end = Math.max(words.length - others.length, sources.length > 0 ? 0 : 1)
  const selectors = words.slice(0, end)
  const rest: Typed = { ...typed, [flagName(first)]: undefined }
  for (const [at, name] of others.entries()) rest[flagName(name)] = words[end + at]
  return { source: sourceOf(selectors, typed, sources[0]), typed: rest }
}

const sourceOf = (
  selectors: readonly string[],
  { from, filter, resume }: Typed,
  flag: string | undefined,
): Source => {
  if (flag !== undefined && selectors.length > 0) {
    throw invalid(flag, `Selectors and --${flag} do not go together.`, 'Give one or the other.')
  }
  if (from !== undefined) return { kind: 'file', file: String(from) }
  if (filter !== undefined) return { kind: 'filter', filter: String(filter) }
  if (resume !== undefined) return { kind: 'resume', run: String(resume) }
  if (!selectors.includes('-')) return { kind: 'words', selectors }
  if (selectors.length === 1) return { kind: 'file', file: '-' }
  throw invalid(undefined, '- is standard input: it stands alone, without other selectors.')
}

/** Nothing was said about whom it is. */
export const isNobody = ({ source }: Many): boolean =>
  source.kind === 'words' && source.selectors.length === 0

/** A run that goes on does what it was begun for: what else is asked for would be another. */
export const refuseBeside = (typed: Typed, fields: object): void => {
  const names = Object.keys(fields).map(flagName)
  const other = names.find(name => typed[name] !== undefined)
  if (other === undefined) return
  throw invalid(
    other,
    `--resume goes on with what was asked for: it takes no --${other}.`,
    'See what that was: steward runs show RUN',
  )
}

/** How each would be typed, for a corrected command. */
export const wordsFor: Record<Exclude<Source['kind'], 'words'>, string> = {
  file: '--from FILE',
  filter: '--filter FILTER',
  resume: '--resume RUN',
}

/** Whoever is at the keyboard has typed to its end what questions would be answered by. */
export const readsStdin = (source: Source): boolean => source.kind === 'file' && source.file === '-'

/** What a file is: as it is said, else by its name, else by how it begins. */
import { invalid } from '../../../kernel/errors.ts'
import type { Source } from './bytes.ts'

export const importFormats = ['csv', 'ndjson', 'json', 'keycloak', 'auth0'] as const
export type ImportFormat = (typeof importFormats)[number]

/** How the rows of a file stand in it. */
export type Layout = 'csv' | 'lines' | 'array'

export type Shape = {
  format: ImportFormat
  layout: Layout
  /** By what it is taken for that. */
  by: 'flag' | 'name' | 'contents'
}

/** Enough of a file to see whose it is. */
const looked = 8192

export const shapeOf = (name: string, { head }: Source, said?: ImportFormat): Shape => {
  const text = head.toString('utf8', 0, looked).trimStart()
  const format = said ?? formatIn(text)
  const named = said === undefined && formatNamed(name)
  if (named === 'csv' && !isJsonText(text)) return { format: 'csv', layout: 'csv', by: 'name' }
  const layout = layoutOf(format, text)
  refuseForeign(format, text)
  if (layout === 'lines') refuseOther(format, text)
  // A name says no more than how its lines stand: whose they are, only they say.
  const by = named === format ? 'name' : 'contents'
  return { format, layout, by: said ? 'flag' : by }
}

/** A file that is something else would fail line by line. */
const refuseOther = (format: ImportFormat, text: string): void => {
  const found = formatIn(text)
  const end = text.indexOf('\n')
  if (found === format || end < 0 || isJson(text.slice(0, end))) return
  throw isOther(format, found)
}

/** What only the one of two that export people has, and what either may have. */
const marks = {
  keycloak: [/"(realm|createdTimestamp)"\s*:/, /"(users|username|enabled|attributes)"\s*:/],
  auth0: [/"(user_id|\$oid)"\s*:/, /"(email_verified|\w+_metadata|\w+_name)"\s*:/],
} as const

/** Theirs has members of the same names as the other's, and people would come in by halves. */
const refuseForeign = (format: ImportFormat, text: string): void => {
  if (format === 'csv' && isJsonText(text)) throw isOther(format, formatIn(text))
  if (format !== 'keycloak' && format !== 'auth0') return
  const other = format === 'auth0' ? 'keycloak' : 'auth0'
  const [sure] = marks[other]
  if (sure.test(text) && !marks[format].some(mark => mark.test(text))) throw isOther(format, other)
}

/** No spreadsheet writes a header that begins like this. */
const isJsonText = (text: string): boolean => /^(\[\s*\{|\{\s*")/.test(text)

const isOther = (format: ImportFormat, found: ImportFormat) =>
  invalid(
    'format',
    `The file is not ${format}: it looks like ${found}.`,
    `Say --format ${found}, or leave --format out.`,
  )

const isJson = (line: string): boolean => {
  try {
    JSON.parse(line)
    return true
  } catch {
    return false
  }
}

const formatNamed = (name: string): ImportFormat | undefined => {
  if (/\.(csv|tsv)$/i.test(name)) return 'csv'
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'ndjson'
  return /\.json$/i.test(name) ? 'json' : undefined
}

const layoutOf = (format: ImportFormat, text: string): Layout => {
  if (format === 'csv') return 'csv'
  if (format === 'ndjson') return 'lines'
  return format === 'auth0' && text.startsWith('{') ? 'lines' : 'array'
}

const formatIn = (text: string): ImportFormat => {
  if (!/^[[{]/.test(text)) return 'csv'
  if (/"(user_id|\$oid)"\s*:/.test(text)) return 'auth0'
  if (/^\{\s*"data"\s*:\s*\[/.test(text)) return 'json'
  if (/"(realm|users|username|createdTimestamp)"\s*:/.test(text)) return 'keycloak'
  return text.startsWith('[') ? 'json' : 'ndjson'
}

/** What the exports of identity servers have in common: a record of theirs becomes a row of ours, and
 * what is left over is named. */
import { importedHash } from '../../passwords/imported.ts'
import { guessed, type Wishes } from './columns.ts'

export type Theirs = Record<string, unknown>

export type Carried = {
  /** Null for what is no person. */
  raw: Record<string, unknown> | null
  /** What has no place here: `attributes.department`, `social identity google`. */
  left: string[]
}

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value : undefined

export const isObject = (value: unknown): value is Theirs =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/** Says nothing: no loss when it is left behind. */
export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === false ||
  value === 0 ||
  value === '' ||
  (typeof value === 'object' && Object.keys(value).length === 0)

/** Members that were not looked at and do say something. */
export const unused = (record: Theirs, used: ReadonlySet<string>, as = ''): string[] =>
  Object.keys(record).flatMap(name =>
    used.has(name) || isEmpty(record[name]) ? [] : [`${as}${name}`.slice(0, 80)],
  )

/** Fields of ours that free attributes are taken for without a word. */
const plain = new Set(['phone', 'company', 'industry', 'country', 'language'])

/** Puts into `row` the attributes that have a place there: those that the person maps, by their path
 * or bare, and those that can be nothing else. The others are named. */
export const placeAttributes = (
  row: Record<string, unknown>,
  attributes: unknown,
  { prefix, wishes }: { prefix: string; wishes: Wishes },
): string[] => {
  if (!isObject(attributes)) return []
  const left: string[] = []
  for (const [name, given] of Object.entries(attributes)) {
    if (isEmpty(given)) continue
    const value = Array.isArray(given) && given.length === 1 ? given[0] : given
    const path = `${prefix}.${name}`
    if (wishes.ignore.includes(path) || wishes.ignore.includes(name)) continue
    const said = wishes.map.get(path) ?? wishes.map.get(name)
    const guess = guessed(name)
    const field =
      said ?? (guess && plain.has(guess) && row[guess] === undefined ? guess : undefined)
    if (field && typeof value !== 'object') row[field] = said ? value : String(value)
    else left.push(path.slice(0, 80))
  }
  return left
}

/** The hash in a row, or what it is that can't be kept. A cost beyond use is the row's fault. */
export const placeHash = (
  row: Record<string, unknown>,
  hash: () => string | null,
  kind: string,
) => {
  const made = hash()
  if (made === null) return [`password hash ${kind}`.slice(0, 80)]
  row.passwordHash = importedHash(made)
  return []
}

// The one normalisation of text for searching: what is stored to be searched and what is searched
// for go through it alike, so that both engines find the same records.

const MAX_WORDS = 12

/**
 * Text without what a searcher shouldn't have to type: compatibility forms (NFKD, Unicode Standard
 * Annex 15), combining marks and case are gone, and so are strokes, hooks and ligatures of letters; runs
 * of white space are one space, the ends are trimmed. It works letter by letter, so a substring's normal form is in the whole's, and applying
 * it twice changes nothing.
 */
export const normaliseText = (text: string): string =>
  simple.test(text)
    ? text.toLowerCase()
    : foldCase(text.normalize('NFKD').replace(/\p{M}/gu, '')).replace(/\s+/g, ' ').trim()

/** ASCII with single spaces: most text of many an office, and all that is done to it is its case. */
const simple = /^(?:[!-~]+(?: [!-~]+)*)?$/

// Upper case makes "ss" of ß, but has to see ẞ in lower case first.
const foldCase = (text: string): string =>
  text
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .replace(folded, letter => plainer[letter]!)

/** What Unicode has as letters of their own, and a searcher from elsewhere has no key for. Lower case
 * writes a sigma at a word's end differently, which would depend on where a substring was cut. A change
 * here takes a migration, as of 0018. */
const plainer: Record<string, string> = {
  ...{ æ: 'ae', œ: 'oe', þ: 'th', ø: 'o', ł: 'l', đ: 'd', ð: 'd', ħ: 'h', ŧ: 't', ŋ: 'n', ƶ: 'z' },
  ...{ ɓ: 'b', ƀ: 'b', ɖ: 'd', ɗ: 'd', ɛ: 'e', ǥ: 'g', ɨ: 'i', ƙ: 'k', ɔ: 'o', ʉ: 'u', ƴ: 'y' },
  ς: 'σ',
}

const folded = new RegExp(`[${Object.keys(plainer).join('')}]`, 'g')

/**
 * The search text of a record: its parts, normalised, one a line; empty ones are left out. Numbers
 * written in groups (`2026-0712`) follow once more as their digits alone, each on a line, because
 * searchWords reduces such words to digits. Two line ends close it, so that every letter begins a
 * trigram: an index of trigrams then finds one and two letters, too, as the beginnings of some.
 */
export const searchText = (...parts: (string | null | undefined)[]): string =>
  searchLines(parts.map(part => normaliseText(part ?? '')))

/** The same of parts that are normalised already. */
export const searchLines = (parts: readonly string[]): string => {
  const lines = parts.filter(line => line !== '')
  if (lines.length === 0) return ''
  return `${[...lines, ...new Set(lines.flatMap(groupedDigits))].join('\n')}\n\n`
}

const groupedDigits = (line: string): string[] =>
  (/\d[+().\p{Pd}]+\d/u.test(line) ? (line.match(/[\d+().\p{Pd}]+/gu) ?? []) : [])
    .map(run => ({ run, digits: digitsOf(run) }))
    .filter(({ run, digits }) => !run.includes(digits))
    .map(({ digits }) => digits)

/**
 * The words of a query, normalised, each once, at most 12; a record is found when its search text
 * holds them all.
 *
 * A word that could be of a phone number (digits with + - ( ) . only) stands for its digits, as
 * phones are stored in E.164 (`+255712345678`): "+255 712-345" is `255` and `712345`. Zeros dialled
 * only inside a country or to leave it are dropped, so "(0712) 345 678" and "00255712345678" find
 * that phone, as does "+44 (0)20" one that starts with +4420. Dropping leading digits only ever
 * finds more: a reference "0712-33" is still found as typed.
 */
export const searchWords = (query: string): string[] => {
  const words = normaliseText(query).split(' ').flatMap(phoneDigits)
  return [...new Set(words)].filter(word => word !== '').slice(0, MAX_WORDS)
}

/** As few trigrams as cover the word: whatever holds the word holds them all. None for a shorter one.
 * Letters are code points, as both engines count them. */
export const trigramsOf = (word: string): string[] => {
  const letters = [...word]
  const last = letters.length - 3
  if (last < 0) return []
  const starts = Array.from({ length: Math.ceil(last / 3) }, (_, at) => at * 3)
  return [...starts, last].map(at => letters.slice(at, at + 3).join(''))
}

const phoneDigits = (word: string): string[] => {
  if (!/^[\d+().\p{Pd}]+$/u.test(word) || !/\d/.test(word)) return [word]
  return word.split('(0)').map(digitsOf).map(withoutDialledZeros)
}

// Three digits are kept, since fewer say little and a trigram index can't look them up.
const withoutDialledZeros = (digits: string): string => digits.replace(/^0+(?=\d{3})/, '')

const digitsOf = (text: string): string => text.replace(/\D/g, '')

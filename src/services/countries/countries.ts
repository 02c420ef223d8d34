// Countries as ISO 3166-1 knows them: a code or an English name in, the alpha-2 code out.
// Only the two lists of i18n-iso-countries are imported: its entry point reads 80 languages from
// disk. Bundled they cost 0.5 ms to load; the first name asked for costs 1.3 ms more, the first one
// shown (or not in the list) 13 ms, which ICU takes to open its names.
import codes from 'i18n-iso-countries/codes.json' with { type: 'json' }
import english from 'i18n-iso-countries/langs/en.json' with { type: 'json' }
import { invalid } from '../../kernel/errors.ts'

// XK (Kosovo) is in the list though ISO only leaves it to its users: CLDR and phone numbering
// have it, and people live there.
const alpha2 = codes.map(([two]) => two!).sort()
const known = new Map(codes.flatMap(([two, three]) => [two!, three!].map(code => [code, two!])))

const displayNames = new Map<string, Intl.DisplayNames>()

const namesIn = (language: string): Intl.DisplayNames => {
  const made =
    displayNames.get(language) ?? new Intl.DisplayNames([language, 'en'], { type: 'region' })
  displayNames.set(language, made)
  return made
}

/** What a name is compared by: its letters alone, without case, marks or an article. */
const fold = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/^\s*the\s/, '')
    .replaceAll('&', ' and ')
    .replace(/\bst\.? /g, 'saint ')
    .replace(/[^\p{L}]/gu, '')

/**
 * Codes by folded name. A name of two countries (Congo) is null: a guess would file people under
 * the wrong one.
 */
const indexNames = (namesOf: (code: string) => string | string[]): Map<string, string | null> => {
  const index = new Map<string, string | null>()
  for (const code of alpha2)
    for (const name of [namesOf(code)].flat().map(fold)) {
      const other = index.get(name)
      index.set(name, other === undefined || other === code ? code : null)
    }
  return index
}

const listed: Readonly<Record<string, string | string[]>> = english.countries
let listedNames: Map<string, string | null> | undefined
let shownNames: Map<string, string | null> | undefined

/** By the names of the list, else by those of CLDR, so that a name this program shows can be typed. */
const codeOfName = (name: string): string | null | undefined => {
  listedNames ??= indexNames(code => listed[code] ?? [])
  if (listedNames.has(name)) return listedNames.get(name)
  shownNames ??= indexNames(code => namesIn('en').of(code) ?? [])
  return shownNames.get(name)
}

/**
 * The country meant by an ISO 3166-1 alpha-2 or alpha-3 code in any case, or by its English name
 * (case, accents and punctuation don't matter).
 *
 * @returns its alpha-2 code; undefined when there is no such country, or when two have the name
 */
export const countryOf = (text: string): string | undefined => {
  if (text.length > 100) return undefined
  return known.get(text.trim().toUpperCase()) ?? codeOfName(fold(text)) ?? undefined
}

/** The same for an input, which may be empty. Throws `invalid_input` on its field. */
export const typedCountry = <T extends string | null | undefined>(
  text: T,
  field = 'country',
): T | string => {
  if (!text) return text
  const found = countryOf(text)
  if (found) return found
  const hint = 'Use ISO 3166 codes such as TZ, or the English name.'
  throw invalid(field, `${field} is not a country.`, hint)
}

/**
 * A country's name as CLDR has it (Intl.DisplayNames), in English where the language isn't known.
 *
 * @param code alpha-2, upper case
 * @param language BCP 47
 * @returns undefined when there is no such country
 * @throws RangeError when the language isn't a well-formed tag
 */
export const countryName = (code: string, language = 'en'): string | undefined =>
  known.get(code) === code ? namesIn(language).of(code) : undefined

/** All alpha-2 codes, sorted. */
export const countryCodes = (): readonly string[] => alpha2

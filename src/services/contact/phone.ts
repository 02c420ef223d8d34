// Phone numbers as people type them, made E.164, the one form that is stored and compared.
import type { CountryCode } from 'libphonenumber-js/max'

type Library = typeof import('libphonenumber-js/max')

// Of the metadata builds only `max` can tell a number from a number's length. Of 49,000 random
// numbers of all countries `min` took 9,109, twice the 4,664 that can exist; `mobile` refused 2,840
// of those, landlines among them. Bundled, `max` has 190 kB, `min` 118 kB; each loads in 10 to 15 ms.
let library: Promise<Library> | undefined

/** Digits of the scripts the library reads, and what people put between them; no extension. */
const shape = /^[(（]?[+＋]?[0-9０-９٠-٩۰-۹\p{Zs}\p{Pd}()（）./]+$/u

/**
 * Every valid reading of a text. `00` is the international prefix almost everywhere (ITU-T E.164
 * recommends it), whatever the country's own is; the library knows only the country's.
 */
const readings = (parse: Library['default'], text: string, country: string | undefined) =>
  [...new Set([text, text.replace(/^00/, '+')])].flatMap(form => {
    const parsed = parse(form, { defaultCountry: country as CountryCode, extract: false })
    return parsed?.isValid() ? [parsed.number as string] : []
  })

/**
 * A phone number in E.164 (`+255712345678`), or undefined when the text isn't a valid one, or may
 * be read as two: somebody else's number is worse than none.
 *
 * @param text international (`+255 712 345 678`, `00255…`) or, with a country, as dialled there
 * @param country ISO 3166-1 alpha-2, upper case; one the library doesn't know is ignored
 */
export const normalizePhone = async (
  text: string,
  country?: string,
): Promise<string | undefined> => {
  // Checked before the library is even loaded: reading a number costs it 12 µs.
  if (text.length > 60) return undefined
  // Numbers copied from a contact list come wrapped in invisible direction marks.
  const typed = text.replace(/\p{Cf}/gu, '').trim()
  if (!shape.test(typed)) return undefined
  const digits = typed.normalize('NFKC').replace(/[^+\d٠-٩۰-۹]/g, '')
  // E.164 has at most 15 digits, dialled with at most 5 before them; St Helena's have 4.
  if (digits.length < 4 || digits.length > 21) return undefined
  library ??= import('libphonenumber-js/max')
  const found = new Set(readings((await library).default, digits, country))
  return found.size === 1 ? [...found][0] : undefined
}

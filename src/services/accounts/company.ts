/** What is known of a client company, as typed and as stored. */
import { invalid } from '../../kernel/errors.ts'
import { clearable, type Fields, type InputOf, text, unique } from '../../kernel/fields.ts'
import { normaliseText, searchText } from '../../kernel/search.ts'
import { asciiDomain, normalizeEmail } from '../contact/email.ts'
import { typedCountry } from '../countries/countries.ts'
import { currencyLike, currencyOf } from '../currencies/currencies.ts'
import { typedTimeZone } from '../time-zones/time-zones.ts'

const part = (about: string, max = 200) => clearable(text({ about, max }))

/** What an account is known by in the systems around this one. Words that mean something in its place
 * are left out. */
export const reference = text({
  about: 'Your own reference for it; unique within its provider.',
  max: 100,
  pattern: /^(?!acc_|(?:all|none)$)[^\s@+,][^\s,]*$/i,
  shape: 'without spaces and commas, not beginning with @, + or acc_, and not all or none',
})

/** Shared by create, edit and import. */
export const companyFields = {
  name: part('Display name; the contact email unless given.', 254),
  reference: unique(clearable(reference)),
  organization: part("The company's full name."),
  domain: part('Its domain, such as client.example.', 253),
  industry: part('What it does.', 100),
  registrationNumber: part('Its number in the register of companies.', 100),
  taxNumber: part('Its tax number.', 100),
  address: part('Street and number, and whatever belongs with them.', 500),
  postalCode: part('Postal code.', 40),
  city: part('City.'),
  state: part('State or province.'),
  country: part('Country: ISO 3166 code or English name.', 60),
  currency: part('Currency: ISO 4217 code, such as TZS.', 20),
  language: part('Language tag, such as sw or pt-BR.', 35),
  timeZone: part('Time zone, such as Africa/Dar_es_Salaam.', 60),
} satisfies Fields

export type Company = InputOf<typeof companyFields>

/** Applied to what was given and is no empty value. */
const given =
  <T>(read: (text: string) => T) =>
  (value: string | null | undefined) =>
    value ? read(value) : value

const storedDomain = given(typed => {
  const domain = asciiDomain(typed.trim().normalize('NFC'))
  if (domain) return domain
  throw invalid('domain', 'domain is not a domain.', 'Write it without https:// and path.')
})

const storedCurrency = given(typed => {
  const code = currencyOf(typed)
  if (code) return code
  const like = currencyLike(typed)
  const hint = `Use ISO 4217 codes such as TZS.${like ? ` Did you mean ${like}?` : ''}`
  throw invalid('currency', 'currency is not a currency in use.', hint)
})

const storedLanguage = given(typed => {
  try {
    return Intl.getCanonicalLocales(typed.trim())[0]!
  } catch {
    throw invalid('language', 'language is not a language tag.', 'Use BCP 47: sw, pt-BR.')
  }
})

/** In the form that is stored and compared. Throws `invalid_input` naming the field that is wrong. */
export const storedCompany = (typed: Company): Company => ({
  ...typed,
  domain: storedDomain(typed.domain),
  country: typedCountry(typed.country),
  currency: storedCurrency(typed.currency),
  language: storedLanguage(typed.language),
  timeZone: given(typedTimeZone)(typed.timeZone),
})

/** A new account as it is stored. Throws `invalid_input` naming the field that is wrong. */
export const newAccount = (typed: string, company: Company) => {
  const found = normalizeEmail(typed)
  if (!found) throw invalid('email', 'email is not an email address.')
  const contact = { email: found.email, emailKey: found.key }
  const { name, ...known } = storedCompany(company)
  return { ...known, ...contact, name: name ?? found.email, status: 'active' as const }
}

/** The columns that searching and sorting go by. */
export const derivedText = (row: {
  name: string
  email: string
  organization?: string | null
  domain?: string | null
  reference?: string | null
}) => ({
  sortName: normaliseText(row.name),
  searchText: searchText(row.name, row.email, row.organization, row.domain, row.reference),
})

/** What is said of a provider. */
import { invalid } from '../../kernel/errors.ts'
import { clearable, email, text } from '../../kernel/fields.ts'
import { normaliseText, searchText } from '../../kernel/search.ts'
import { normalizeEmail } from '../contact/email.ts'
import { typedCountry } from '../countries/countries.ts'

export const name = text({ about: 'What it is called.', max: 120 })

/** What no id, email address or phone number begins with or has. */
export const reference = text({
  about: 'A short name to select it by; unique among those not deleted.',
  max: 60,
  pattern: /^(?!prv_)[^\s@+,:][^\s@,:]*$/,
  shape: 'a word without spaces, commas, colons or @, that does not begin as an id does',
})

export const contactFields = {
  email: clearable(email({ about: 'Where its own people can be reached.' })),
  country: clearable(text({ about: 'Country: ISO 3166 code or English name.', max: 60 })),
}

type Contact = { email?: string | null | undefined; country?: string | null | undefined }

/** In the form that is stored. Throws `invalid_input`. */
export const storedContact = ({ email, country }: Contact): Contact => {
  const found = email ? normalizeEmail(email) : null
  if (email && !found) throw invalid('email', 'email is not an email address.')
  return { email: found ? found.email : email, country: typedCountry(country) }
}

/** The columns that searching and sorting go by. */
export const derivedText = (row: { name: string; reference: string; email: string | null }) => ({
  sortName: normaliseText(row.name),
  searchText: searchText(row.name, row.reference, row.email),
})

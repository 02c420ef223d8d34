/** Contact data in the form that is stored and compared. Slow look-ups: for `prepare`. */
import { invalid } from '../../kernel/errors.ts'
import { normaliseText, searchLines } from '../../kernel/search.ts'
import { normalizeEmail } from '../contact/email.ts'
import { normalizePhone } from '../contact/phone.ts'
import { typedCountry } from '../countries/countries.ts'

export type Contact = {
  email?: string | null
  phone?: string | null
  country?: string | null
}

export type StoredContact = Contact & { emailKey?: string | null }

/** Leaves out what was not given; throws `invalid_input` naming the field that is wrong. `home` is
 * the country that a national phone number is read in when none is given with it. */
export const storedContact = async (
  { email, phone, country }: Contact,
  home: string | null = null,
): Promise<StoredContact> => {
  const stored: StoredContact = {}
  if (email !== undefined) Object.assign(stored, storedEmail(email))
  if (country !== undefined) stored.country = typedCountry(country)
  if (phone !== undefined) {
    stored.phone = phone && (await storedPhone(phone, stored.country ?? home))
  }
  return stored
}

const storedEmail = (email: string | null): StoredContact => {
  if (email === null) return { email: null, emailKey: null }
  const found = normalizeEmail(email)
  if (!found) throw invalid('email', 'email is not an email address.')
  return { email: found.email, emailKey: found.key }
}

const storedPhone = async (phone: string, country: string | null): Promise<string> => {
  const found = await normalizePhone(phone, country ?? undefined)
  if (!found) {
    throw invalid(
      'phone',
      'phone is not a valid phone number.',
      'Write it with its country code: +255712345678.',
    )
  }
  return found
}

/** The columns that searching and sorting go by. */
export const derivedText = (row: {
  name: string
  email: string | null
  company: string | null
  phone: string | null
}) => {
  const sortName = normaliseText(row.name)
  const others = [row.email, row.company, row.phone].map(part => normaliseText(part ?? ''))
  return { sortName, searchText: searchLines([sortName, ...others]) }
}

/** An address that changed is no longer one that was proven. */
export const unverified = (
  found: { emailKey: string | null; phone: string | null },
  { emailKey, phone }: StoredContact,
) => ({
  ...(emailKey !== undefined && emailKey !== found.emailKey && { emailVerifiedAt: null }),
  ...(phone !== undefined && phone !== found.phone && { phoneVerifiedAt: null }),
})

/** What makes a password acceptable: length over composition (NIST SP 800-63B-4, 3.1.1.2). */
import { invalid } from '../../kernel/errors.ts'

export const shortestPassword = 8
export const longestPassword = 256

/** Throws `invalid_input` on `field`. Counts code points, as the standard asks. */
export const checkPassword = (password: string, field: string, person: (string | null)[]): void => {
  const length = [...password].length
  if (length < shortestPassword || length > longestPassword) {
    throw invalid(
      field,
      `The password must have ${shortestPassword} to ${longestPassword} characters.`,
    )
  }
  const spelled = password.toLowerCase()
  if (person.some(word => word?.toLowerCase() === spelled)) {
    throw invalid(field, 'The password must not be the name or the address it belongs to.')
  }
  if (new Set(password).size < 3) {
    throw invalid(field, 'The password must not repeat one or two characters.')
  }
}

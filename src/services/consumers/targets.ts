/** What guesses at a consumer's way in are counted against: the address, however it is spelled. */
import { emailKey } from '../contact/email.ts'

type Given = { email?: string; phone?: string }

/** Whose a code is said to be, as a selector. */
export const addressOf = ({ email, phone }: Given): string | null => {
  if (email !== undefined) return `email:${emailKey(email)}`
  return phone === undefined ? null : `phone:${phone.replace(/[^+\d]/g, '')}`
}

export const signInTarget = (email: string): string => `sign-in:${emailKey(email)}`

export const resetTarget = (given: Given): string => `reset:${addressOf(given)}`

/** All that can have been guessed at by an address. */
export const targetsOf = (address: string): string[] =>
  address.includes('@')
    ? [signInTarget(address), resetTarget({ email: address })]
    : [resetTarget({ phone: address })]

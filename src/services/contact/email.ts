// Email addresses: what is accepted, and what two of them are compared by.
import { domainToASCII, domainToUnicode } from 'node:url'

/** An accepted address. */
export type Email = {
  /** As typed, trimmed and in NFC: what mail is sent to. */
  email: string
  /**
   * What uniqueness compares: all lower case, the domain in ASCII. RFC 5321 (2.4) lets a host tell
   * `Ana@` from `ana@`, but providers don't: taking them for two people would let one person
   * register twice, or register as somebody else.
   */
  key: string
}

// RFC 5321 4.5.3.1: 64 octets of local part; a path of 256, less its two angle brackets.
const maxLocal = 64
const maxAddress = 254

// The patterns below are functions because V8 reads a class of letters when it makes the pattern,
// which takes a millisecond, and most commands never see an address.

// Dot-atom of RFC 5322 3.2.3, with the letters of all scripts (RFC 6531). No quoted strings: nobody
// has one, and they are how line breaks and second addresses get in.
const localPart = () =>
  /^[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+(\.[\p{L}\p{M}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*$/u

// What leaves no trace on the screen: direction marks and joiners, but also letters (Hangul fillers)
// and marks (variation selectors). With them two addresses could look the same.
const invisible = () => /\p{Default_Ignorable_Code_Point}/u

// Checked before conversion, because domainToASCII repairs more than it should: it drops soft
// hyphens and tabs, decodes %41 and cuts off what follows a slash.
const domainText = () => /^[\p{L}\p{M}\p{N}\-.]+$/u

// RFC 1035 2.3.1, and RFC 5321 2.3.5: fully qualified, so at least two labels. A last label with
// a letter in it can't be an IPv4 address (RFC 3696 2).
const domainLabels =
  /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?=[a-z0-9-]*[a-z])[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$/

const octets = (text: string): number => Buffer.byteLength(text)

/** The domains met last: those of many people are few. */
const met = new Map<string, string | undefined>()

/** The domain in ASCII (RFC 5891), or undefined when it isn't one. */
export const asciiDomain = (domain: string): string | undefined => {
  if (met.has(domain)) return met.get(domain)
  if (met.size > 1000) met.clear()
  const ascii = checkedDomain(domain)
  met.set(domain, ascii)
  return ascii
}

const checkedDomain = (domain: string): string | undefined => {
  if (!domainText().test(domain)) return undefined
  const ascii = domainToASCII(domain)
  // What only pretends to be Punycode isn't decoded.
  if (/(^|\.)xn--/.test(domainToUnicode(ascii))) return undefined
  return domainLabels.test(ascii) ? ascii : undefined
}

/** An address that mail can be sent to, and its key; undefined when the text isn't one. */
export const normalizeEmail = (text: string): Email | undefined => {
  // Far beyond the limit nothing is worth normalising.
  if (text.length > 4 * maxAddress) return undefined
  const email = text.trim().normalize('NFC')
  const [local = '', domain = '', ...more] = email.split('@')
  if (more.length > 0 || octets(local) > maxLocal || octets(email) > maxAddress) return undefined
  if (invisible().test(email) || !localPart().test(local)) return undefined
  const ascii = asciiDomain(domain)
  if (ascii === undefined) return undefined
  const key = `${local.toLowerCase().normalize('NFC')}@${ascii}`
  return octets(key) > maxAddress ? undefined : { email, key }
}

/** What an address is compared and counted by, also when it isn't one. */
export const emailKey = (text: string): string => normalizeEmail(text)?.key ?? text.toLowerCase()

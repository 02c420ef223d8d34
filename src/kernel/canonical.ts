/**
 * One text for one value: JSON as RFC 8785 (the JSON Canonicalization Scheme) writes it, so that
 * the hash of a record depends on what it says and not on how it was put together.
 */

/** Text that JSON writes as it is. Nearly all of ours, and much faster to see than to escape. */
const plain = /^[ !#-[\]-~]*$/

/** With the u flag a pair counts as one character, so only a surrogate on its own matches. */
const loneSurrogate = () => /\p{Surrogate}/u

/**
 * The canonical JSON of `value`: no white space, members sorted by UTF-16 code units, numbers as
 * ECMAScript writes them (-0 is 0). A member that is undefined is left out.
 *
 * Throws a TypeError for whatever JSON can't carry unchanged: undefined elsewhere, bigint, NaN,
 * Infinity, lone surrogates, and every object that is neither plain nor an array. A Date or a Map
 * is refused, not guessed at, because a digest over a guess would vouch for less than it seems to.
 */
export function canonicalJson(value: unknown): string {
  if (isCanonical(value)) {
    const text = JSON.stringify(value)
    // Half a surrogate pair is written as an escape; so is a backslash before these letters.
    if (!text.includes('\\ud')) return text
  }
  return written(value)
}

/** Whether JSON.stringify would write it just so, unless it be for lone surrogates: its members are in
 * order and JSON can carry them all. To look costs a fifth of writing it, and the engine writes it in
 * half of the time. */
function isCanonical(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true
    case 'number':
      return Number.isFinite(value)
    case 'object':
      if (value === null) return true
      return Array.isArray(value) ? value.every(isCanonical) : isCanonicalObject(value)
    default:
      return false
  }
}

function isCanonicalObject(object: object): boolean {
  if (Object.getPrototypeOf(object) !== Object.prototype) return false
  let last: string | undefined
  for (const key in object) {
    if (last !== undefined && last > key) return false
    if (!isCanonical((object as Record<string, unknown>)[key])) return false
    last = key
  }
  return true
}

function written(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value)
    case 'number':
      if (!Number.isFinite(value)) throw notJson('a number that is not finite')
      return String(value)
    case 'boolean':
      return value ? 'true' : 'false'
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? canonicalArray(value) : canonicalObject(value)
    default:
      throw notJson(typeof value)
  }
}

function canonicalArray(items: unknown[]): string {
  let text = ''
  for (const item of items) text += `${text === '' ? '' : ','}${written(item)}`
  return `[${text}]`
}

function canonicalObject(object: object): string {
  const prototype = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) throw notJson('a class instance')
  const members = object as Record<string, unknown>
  let text = ''
  for (const key of inOrder(Object.keys(members))) {
    const member = members[key]
    if (member === undefined) continue
    text += `${text === '' ? '' : ','}${quote(key)}:${written(member)}`
  }
  return `{${text}}`
}

/** By UTF-16 code units, which is the order that section 3.2.3 asks: so `<` compares, and so does sort
 * of itself. To see that they are in it already costs a tenth of sorting them. */
function inOrder(keys: string[]): string[] {
  for (let at = 1; at < keys.length; at++) if (keys[at - 1]! > keys[at]!) return keys.sort()
  return keys
}

function quote(text: string): string {
  if (plain.test(text)) return `"${text}"`
  if (loneSurrogate().test(text)) throw notJson('text with a lone surrogate')
  return JSON.stringify(text)
}

/** Says what kind of value it was, never the value: it may be a secret. */
const notJson = (what: string): TypeError => new TypeError(`Canonical JSON can't carry ${what}.`)

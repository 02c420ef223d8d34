/**
 * How a person names a record: by shape, never by guessing. A prefixed id, `@` an email, `+digits`
 * a phone, else an external id or reference; `email:`, `phone:` and `external:` force one.
 */

export type Selector = { kind: 'id' | 'email' | 'phone' | 'external'; value: string }

const forced = /^(email|phone|external|id):(.+)$/s
const id = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/
const phone = /^\+[0-9][0-9 ()./-]*$/

export const parseSelector = (text: string): Selector => {
  const match = forced.exec(text)
  if (match) return { kind: match[1] as Selector['kind'], value: match[2]! }
  if (id.test(text)) return { kind: 'id', value: text }
  if (phone.test(text)) return { kind: 'phone', value: text.replace(/[ ()./-]/g, '') }
  if (text.includes('@')) return { kind: 'email', value: text }
  return { kind: 'external', value: text }
}

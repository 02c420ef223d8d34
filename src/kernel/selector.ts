/**
 * How a person names a record: by shape, never by guessing. A prefixed id, `@` an email, `+digits`
 * a phone, else an external id or reference; `email:`, `phone:` and `external:` force one.
 */

export type Selector = { kind: 'id' | 'email' | 'phone' | 'external'; value: string }

const forced = /^(email|phone|external|id):(.+)$/s
const id = /^[a-z]{3}_[0-7][0-9a-hjkmnp-tv-z]{25}$/
const phone = /^\+[0-9][0-9 ()./-]*$/

/** A phone number is stored without what people group its digits by. */
const selected = (kind: Selector['kind'], value: string): Selector => ({
  kind,
  value: kind === 'phone' ? value.replace(/[ ()./-]/g, '') : value,
})

export const parseSelector = (text: string): Selector => {
  const match = forced.exec(text)
  if (match) return selected(match[1] as Selector['kind'], match[2]!)
  if (id.test(text)) return { kind: 'id', value: text }
  if (phone.test(text)) return selected('phone', text)
  if (text.includes('@')) return { kind: 'email', value: text }
  return { kind: 'external', value: text }
}

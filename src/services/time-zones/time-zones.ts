/** Time zones by their names in the database of IANA. */
import { invalid } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'

/** Older names of a zone are names, too, and kept as they are typed; an offset is none. */
const isZone = (name: string): boolean => {
  if (!/^[A-Za-z]/.test(name)) return false
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }) !== undefined
  } catch {
    return false
  }
}

/** The name as it is stored. Throws `invalid_input`. */
export const typedTimeZone = (text: string, field = 'timeZone'): string => {
  const typed = text.trim()
  const zones = ['UTC', ...Intl.supportedValuesOf('timeZone')]
  const found = zones.find(zone => zone.toLowerCase() === typed.toLowerCase())
  if (found) return found
  if (isZone(typed)) return typed
  const near = nearest(typed, zones)
  const hint = near ? `Did you mean ${near}?` : 'Use IANA names, such as Africa/Dar_es_Salaam.'
  throw invalid(field, `${field} is not a time zone.`, hint)
}

/** Permissions as people write them, and what a standing comes to when each of them is looked at. */
import { invalid, StewardError } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { allows, permissionOf } from '../../kernel/permission.ts'
import type { Standing } from './base.ts'
import { inventory } from './inventory.ts'
import { type KnownPermission, may } from './may.ts'

export const allPermissions = Object.keys(inventory) as KnownPermission[]

export const isPermission = (name: string): name is KnownPermission =>
  Object.hasOwn(inventory, name)

/** `consumers:suspend`, written as an operation too: `consumers.suspend`. */
const asPermission = (text: string): string => {
  const written = text.trim().toLowerCase()
  return written.includes(':') || !written.includes('.') ? written : permissionOf(written)
}

const parts = allPermissions.map(permission => permission.split(':') as [string, string])
const patterns = new Set([
  '*',
  '@read',
  ...parts.map(([topic]) => `${topic}:*`),
  ...parts.map(([, verb]) => `*:${verb}`),
])

/** The permission that is meant. Throws `invalid_input`, with the nearest that there is. */
export const permissionNamed = (field: string, text: string): KnownPermission => {
  const permission = asPermission(text)
  if (isPermission(permission)) return permission
  throw unknown(field, nearest(permission, allPermissions))
}

/** Permissions and patterns, as they are kept. Throws `invalid_input` for one that allows nothing. */
export const patternsGiven = (field: string, given: readonly string[]): string[] => {
  if (given.length === 0) throw invalid(field, `${field} must name one at least.`)
  const read = given.map(text => {
    const pattern = asPermission(text)
    if (patterns.has(pattern) || isPermission(pattern)) return pattern
    throw unknown(field, nearest(pattern, [...allPermissions, ...patterns]))
  })
  return [...new Set(read)]
}

const unknown = (field: string, near: string | undefined): StewardError =>
  invalid(
    field,
    `${field} names nothing that can be allowed.`,
    near ? `Did you mean ${near}?` : 'See: steward roles permissions',
  )

/** Each permission that somebody of this standing has. */
export const permissionsOf = (standing: Standing): KnownPermission[] =>
  allPermissions.filter(permission => may(standing, permission))

/** What `asked` would allow and `own` does not. */
export const exceeding = (own: Standing, asked: Standing): KnownPermission[] =>
  permissionsOf(asked).filter(permission => !may(own, permission))

/** Writes that there may be one day, by the pattern that would allow them: of a new topic, of one that
 * there is, and of a verb in a new topic. */
const later = [...patterns]
  .filter(pattern => pattern.includes('*'))
  // No topic and no verb is called so.
  .map(pattern => ({ pattern, permission: pattern === '*' ? '-:-' : pattern.replace('*', '-') }))

/** Patterns of which `asked` has what they will ever allow, and `own` doesn't: whoever may all that there
 * is today can't hand on what there will be. Reads are left out, so that an auditor can be made. */
const exceedingLater = (own: Standing, asked: Standing): string[] => {
  const over = later.filter(({ permission }) => {
    const wanted = { permission, reads: false }
    return allows(asked.rights, wanted) && !allows(own.rights, wanted)
  })
  const found = over.map(({ pattern }) => pattern)
  return found.includes('*') ? ['*'] : found
}

/** Throws `not_allowed` where `asked` allows anything that `own` does not, or ever will. */
export const refuseAbove = (own: Standing, asked: Standing, what: string): void => {
  const over = [...exceeding(own, asked), ...exceedingLater(own, asked)]
  if (over.length === 0) return
  throw new StewardError('not_allowed', `${what}: ${someOf(over)}.`, {
    hint: 'Nobody gives more than they have. Ask somebody who may do these themselves.',
    details: { permissions: over },
  })
}

const someOf = (permissions: readonly string[]): string => {
  const told = permissions.length > 4 ? 3 : permissions.length
  const rest = permissions.length - told
  return permissions.slice(0, told).join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

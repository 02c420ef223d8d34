/**
 * Users as Keycloak exports them (UserRepresentation and CredentialRepresentation of its admin API):
 * in a realm's file, in the files of `kc.sh export` apart from the realm, or bare in an array.
 */
import { invalid } from '../../../kernel/errors.ts'
import { pbkdf2Hash } from '../../passwords/imported.ts'
import type { Wishes } from './columns.ts'
import {
  type Carried,
  isEmpty,
  isObject,
  listOf,
  placeAttributes,
  placeHash,
  type Theirs,
  textOf,
  unused,
} from './foreign.ts'

const used = new Set(
  'id username email emailVerified firstName lastName enabled createdTimestamp attributes credentials federatedIdentities realmRoles clientRoles groups requiredActions self origin access disableableCredentialTypes notBefore serviceAccountClientId'.split(
    ' ',
  ),
)

/** Given to everyone by Keycloak itself: nothing is lost with them. */
const isStandardRole = (role: unknown): boolean =>
  /^(default-roles-.*|offline_access|uma_authorization)$/.test(String(role))

export const keycloakRow = (user: Theirs, wishes: Wishes): Carried => {
  if (!isEmpty(user.serviceAccountClientId)) return { raw: null, left: ['service account'] }
  const username = textOf(user.username)
  const email = textOf(user.email) ?? (username?.includes('@') ? username : undefined)
  const [firstName, lastName] = [textOf(user.firstName), textOf(user.lastName)]
  const row: Record<string, unknown> = { externalId: textOf(user.id) ?? username }
  if (email) row.email = email
  if (firstName) row.firstName = firstName
  if (lastName) row.lastName = lastName
  if (!firstName && !lastName) row.name = username ?? email
  const left: string[] = []
  const hasOwnName = username && username !== row.externalId && username !== row.name
  if (hasOwnName && username.toLowerCase() !== email?.toLowerCase()) left.push('username')
  if (!isEmpty(user.createdTimestamp)) row.createdAt = registered(user.createdTimestamp)
  if (user.emailVerified === true && email) {
    // When it was is not in the file; that it was before they are here is what counts.
    if (row.createdAt) row.emailVerifiedAt = row.createdAt
    else left.push('emailVerified')
  }
  if (user.enabled === false) {
    Object.assign(row, { status: 'suspended', statusReason: 'Disabled in Keycloak.' })
  }
  left.push(...placeAttributes(row, user.attributes, { prefix: 'attributes', wishes }))
  left.push(...credentials(row, listOf(user.credentials)), ...memberships(user))
  left.push(...unused(user, used))
  return { raw: row, left }
}

const registered = (timestamp: unknown): string => {
  const at = typeof timestamp === 'number' ? new Date(timestamp) : null
  if (at && !Number.isNaN(at.getTime())) return at.toISOString()
  throw invalid('createdAt', 'createdTimestamp is not a time in milliseconds.')
}

const memberships = (user: Theirs): string[] => [
  ...listOf(user.federatedIdentities).map(one =>
    named('social identity', isObject(one) ? one.identityProvider : one),
  ),
  ...listOf(user.realmRoles).flatMap(role => (isStandardRole(role) ? [] : named('role', role))),
  ...Object.entries(isObject(user.clientRoles) ? user.clientRoles : {}).flatMap(([client, roles]) =>
    listOf(roles).map(role => named('role', `${client}/${role}`)),
  ),
  ...listOf(user.groups).map(group => named('group', group)),
  ...listOf(user.requiredActions).map(action => named('required action', action)),
]

const named = (what: string, name: unknown): string => `${what} ${String(name)}`.slice(0, 80)

const credentials = (row: Record<string, unknown>, given: unknown[]): string[] =>
  given.flatMap(one => {
    if (!isObject(one)) return []
    if (one.type !== 'password') return [named('credential', one.type)]
    if (row.passwordHash) return ['further password']
    const { algorithm, hash } = passwordOf(one)
    return placeHash(row, hash, algorithm)
  })

const parsed = (text: unknown): Theirs => {
  if (isObject(text)) return text
  try {
    const value: unknown = JSON.parse(String(text))
    if (isObject(value)) return value
  } catch {
    // Told below: what is missing from it would be told in the same way.
  }
  throw invalid(
    'passwordHash',
    'A password of theirs has secretData or credentialData that is no JSON.',
  )
}

/** Up to version 7 its parts stand side by side; since then in two texts of JSON. */
const passwordOf = (one: Theirs): { algorithm: string; hash: () => string | null } => {
  if (one.secretData === undefined) {
    if (one.hashedSaltedValue === undefined) return { algorithm: 'none', hash: () => null }
    const old = { value: one.hashedSaltedValue, salt: one.salt }
    return hashOf(one, old)
  }
  return hashOf(parsed(one.credentialData), parsed(one.secretData))
}

/** Their names of algorithms; the first was SHA-1 and didn't say so. */
const digests: Record<string, string> = {
  pbkdf2: 'pbkdf2-sha1',
  'pbkdf2-sha256': 'pbkdf2-sha256',
  'pbkdf2-sha512': 'pbkdf2-sha512',
}

const hashOf = (how: Theirs, { value, salt }: Theirs) => {
  const algorithm = textOf(how.algorithm) ?? 'pbkdf2'
  const [hash, salted] = [textOf(value) ?? '', textOf(salt) ?? '']
  const digest = Object.hasOwn(digests, algorithm) ? digests[algorithm] : undefined
  if (digest) {
    return { algorithm, hash: () => pbkdf2Hash(digest, Number(how.hashIterations), salted, hash) }
  }
  if (algorithm === 'argon2') return { algorithm, hash: () => argon2Hash(how, salted, hash) }
  // An extension of Keycloak's that many use, whose value is the whole string.
  return { algorithm, hash: () => (algorithm === 'bcrypt' && hash.startsWith('$2') ? hash : null) }
}

/** Since version 25 the default; its cost is among the additional parameters, each in an array. */
const argon2Hash = (how: Theirs, salt: string, hash: string): string => {
  const more = isObject(how.additionalParameters) ? how.additionalParameters : {}
  const [m, p, type = 'id'] = ['memory', 'parallelism', 'type'].map(name => listOf(more[name])[0])
  const bare = [salt, hash].map(text => text.replace(/=+$/, '')).join('$')
  return `$argon2${type}$v=19$m=${m},t=${how.hashIterations},p=${p}$${bare}`
}

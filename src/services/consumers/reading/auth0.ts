/**
 * Users as Auth0 exports them, and as its bulk import takes them: profiles, and in a file of their own
 * the password hashes. People are known by their user_id in both.
 */
import { pbkdf2Hash } from '../../passwords/imported.ts'
import type { Wishes } from './columns.ts'
import {
  type Carried,
  isObject,
  listOf,
  placeAttributes,
  placeHash,
  type Theirs,
  textOf,
  unused,
} from './foreign.ts'

const used = new Set(
  '_id user_id email email_verified name given_name family_name nickname phone_number phone_verified created_at last_login blocked app_metadata user_metadata identities passwordHash password_hash custom_password_hash tenant connection _tmp_is_unique password_set_date updated_at logins_count last_ip'.split(
    ' ',
  ),
)

export const auth0Row = (user: Theirs, wishes: Wishes): Carried => {
  const email = textOf(user.email)
  const row: Record<string, unknown> = {}
  const put = (name: string, value: unknown) => {
    if (value !== undefined) row[name] = value
  }
  put('externalId', idOf(user))
  put('email', email)
  put('firstName', textOf(user.given_name))
  put('lastName', textOf(user.family_name))
  put('name', nameOf(user))
  put('phone', textOf(user.phone_number))
  put('createdAt', instantOf(user.created_at))
  put('lastSignInAt', instantOf(user.last_login))
  const left: string[] = []
  for (const [flag, address, field] of verified) {
    if (user[flag] !== true || !textOf(user[address])) continue
    // When it was is not in the file; that it was before they are here is what counts.
    if (row.createdAt) row[field] = row.createdAt
    else if (user._id === undefined) left.push(flag)
  }
  if (user.blocked === true) {
    Object.assign(row, { status: 'suspended', statusReason: 'Blocked in Auth0.' })
  }
  for (const prefix of ['user_metadata', 'app_metadata']) {
    left.push(...placeAttributes(row, user[prefix], { prefix, wishes }))
  }
  left.push(...password(row, user), ...socialOf(user), ...unused(user, used))
  return { raw: row, left }
}

const verified = [
  ['email_verified', 'email', 'emailVerifiedAt'],
  ['phone_verified', 'phone_number', 'phoneVerifiedAt'],
] as const

/** In the file of hashes an id is bare; in the profile it is headed by where the password is kept. */
const idOf = (user: Theirs): string | undefined => {
  const given = textOf(user.user_id)
  if (given) return given
  const bare = isObject(user._id) ? textOf(user._id.$oid) : textOf(user._id)
  return bare && `auth0|${bare}`
}

/** A file of hashes has no names, and must not give people one. */
const nameOf = (user: Theirs): string | undefined => {
  const given = textOf(user.name)
  if (given || user.given_name || user.family_name) return given
  return user._id === undefined ? (textOf(user.nickname) ?? textOf(user.email)) : undefined
}

/** As text, or as MongoDB writes it. */
const instantOf = (value: unknown): string | undefined =>
  isObject(value) ? textOf(value.$date) : textOf(value)

const socialOf = (user: Theirs): string[] =>
  listOf(user.identities).flatMap(one => {
    if (!isObject(one) || one.provider === 'auth0') return []
    return [`social identity ${textOf(one.provider) ?? textOf(one.connection)}`.slice(0, 80)]
  })

const password = (row: Record<string, unknown>, user: Theirs): string[] => {
  const plain = textOf(user.passwordHash) ?? textOf(user.password_hash)
  if (plain) return placeHash(row, () => plain, 'bcrypt')
  if (!isObject(user.custom_password_hash)) return []
  const { algorithm, hash } = user.custom_password_hash
  const value = isObject(hash) ? textOf(hash.value) : undefined
  const kept = ['bcrypt', 'argon2', 'pbkdf2'].includes(String(algorithm))
  return placeHash(row, () => (kept && value ? phc(value) : null), String(algorithm))
}

/** PBKDF2 in the form of their documents has its parameters in any order. */
const phc = (value: string): string => {
  const [, digest = '', how = '', salt = '', hash = ''] =
    /^\$pbkdf2-(sha(?:1|256|512))\$([^$]*)\$([^$]+)\$([^$]+)$/.exec(value) ?? []
  const iterations = Number(/(?:^|,)i=(\d+)/.exec(how)?.[1])
  return hash === '' ? value : pbkdf2Hash(`pbkdf2-${digest}`, iterations, salt, hash)
}

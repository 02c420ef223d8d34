/**
 * Password hashes that other systems made, in the one form each is kept in. Checked when they come
 * in, since whoever writes a file must not decide how long a sign-in keeps this machine busy.
 */
import { invalid } from '../../kernel/errors.ts'
import { nobodysHash } from './nobody.ts'

/** What a hash may cost: about two seconds at the most, and well above what is usual. */
const mostRounds = 14
const mostIterations = 2_000_000
const most = { memory: 262_144, passes: 16, lanes: 16, both: 1_048_576 }

/** A hash of nothing would be equal to any other of nothing. */
const shortest = 16
const longest = 128

const bcrypt = /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/
const argon2 = /^\$(argon2(?:id|i|d))\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$([\w+/]+)$/
const pbkdf2 =
  /^\$(pbkdf2-sha(?:1|256|512))\$i=(\d+)(?:,l=(\d+))?\$([A-Za-z0-9+/]+)=*\$([A-Za-z0-9+/]+)=*$/

const refused = (message: string) =>
  invalid(
    'passwordHash',
    `passwordHash ${message}.`,
    'bcrypt ($2b$…), Argon2 ($argon2id$…) and PBKDF2 ($pbkdf2-sha256$i=…) are kept.',
  )

const tooDear = () => refused('would take too long to check: its cost is beyond any use')

/** The hash as it is kept. Throws `invalid_input` for one that could not, or should not, be checked. */
export const importedHash = (text: string): string => {
  const rounds = bcrypt.exec(text)?.[1]
  if (rounds) {
    if (Number(rounds) > mostRounds) throw tooDear()
    if (Number(rounds) < 4) throw refused('has fewer rounds than bcrypt allows')
    return text
  }
  if (text.startsWith('$argon2')) return checkedArgon2(text)
  if (text.startsWith('$pbkdf2')) return checkedPbkdf2(text)
  throw refused('is not of a kind that can be checked')
}

const bytesOf = (base64: string): number => Math.floor((base64.length * 3) / 4)

const checkLength = (hash: string): void => {
  const bytes = bytesOf(hash)
  if (bytes < shortest || bytes > longest)
    throw refused(`must have ${shortest} to ${longest} bytes`)
}

const checkedArgon2 = (text: string): string => {
  const [, , m = '', t = '', p = '', salt = '', hash = ''] = argon2.exec(text) ?? []
  if (hash === '') throw refused('is not an Argon2 hash of version 1.3')
  const [memory, passes, lanes] = [Number(m), Number(t), Number(p)]
  const over = memory > most.memory || passes > most.passes || lanes > most.lanes
  if (over || memory * passes > most.both) throw tooDear()
  if (passes < 1 || lanes < 1 || memory < 8 * lanes || bytesOf(salt) < 8) {
    throw refused('has a cost or a salt that Argon2 does not allow')
  }
  checkLength(hash)
  return text
}

const checkedPbkdf2 = (text: string): string => {
  const [, algorithm, i, l, salt = '', hash = ''] = pbkdf2.exec(text) ?? []
  if (hash === '') throw refused('is not a PBKDF2 hash: $pbkdf2-sha256$i=ITERATIONS$SALT$HASH')
  return pbkdf2Hash(algorithm!, Number(i), salt, hash, l)
}

/** The form that PBKDF2 is kept in; `salt` and `hash` in base64. Throws as `importedHash` does. */
export const pbkdf2Hash = (
  algorithm: string,
  iterations: number,
  salt: string,
  hash: string,
  length = String(bytesOf(hash.replace(/=+$/, ''))),
): string => {
  const [bareSalt, bareHash] = [salt, hash].map(text => text.replace(/=+$/, ''))
  if (!Number.isSafeInteger(iterations) || iterations < 1)
    throw refused('has no number of iterations')
  if (iterations > mostIterations) throw tooDear()
  checkLength(bareHash!)
  if (Number(length) !== bytesOf(bareHash!)) throw refused('is not as long as it says')
  if (bareSalt === '') throw refused('has no salt')
  const made = `$${algorithm}$i=${iterations},l=${length}$${bareSalt}$${bareHash}`
  if (!pbkdf2.test(made)) throw refused('is not a PBKDF2 hash in base64')
  return made
}

/** What a hash was made by, as its string says: `argon2id`, `bcrypt`, `pbkdf2-sha256`. */
export const algorithmOf = (hash: string): string =>
  hash.startsWith('$2') ? 'bcrypt' : (hash.split('$')[1] ?? '')

const ours = nobodysHash.split('$').slice(0, 4).join('$')

/** Made elsewhere, or by us before our parameters changed: replaced at the next sign-in. */
export const isImported = (hash: string): boolean => !hash.startsWith(`${ours}$`)

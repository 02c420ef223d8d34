/** Argon2id, with the parameters OWASP's password storage page gives first (19 MiB, 2 passes). A
 * password is normalised before (NFC): the same keys make other bytes on another system. Hashes that
 * came from elsewhere are only checked. */
import { pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import type { Gateways } from '../services/world.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwords: Gateways['passwords'] = {
  async hash(password) {
    const { hash } = await import('@node-rs/argon2')
    return hash(password.normalize('NFC'), cost)
  },
  async verify(hash, password) {
    const normal = password.normalize('NFC')
    if (await matches(hash, normal)) return true
    // Elsewhere it may have been hashed as it was typed.
    return normal !== password && matches(hash, password)
  },
}

const matches = async (hash: string, password: string): Promise<boolean> => {
  if (hash.startsWith('$pbkdf2-')) return matchesPbkdf2(hash, password)
  if (hash.startsWith('$2')) {
    const { compare } = await import('bcryptjs')
    return compare(password, hash)
  }
  const { verify } = await import('@node-rs/argon2')
  return verify(hash, password)
}

const derive = promisify(pbkdf2)

/** `$pbkdf2-DIGEST$i=ITERATIONS,l=BYTES$SALT$HASH`, as services/passwords/imported.ts lets it in. */
const matchesPbkdf2 = async (text: string, password: string): Promise<boolean> => {
  const [, algorithm = '', how = '', salt = '', hash = ''] = text.split('$')
  const iterations = Number(/^i=(\d+),/.exec(how)?.[1])
  const wanted = Buffer.from(hash, 'base64')
  const bytes = Buffer.from(salt, 'base64')
  const digest = algorithm.slice('pbkdf2-'.length)
  return timingSafeEqual(await derive(password, bytes, iterations, wanted.length, digest), wanted)
}

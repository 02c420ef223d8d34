/** Argon2id, with the parameters OWASP's password storage page gives first (19 MiB, 2 passes). A
 * password is normalised before (NFC): the same keys make other bytes on another system. */
import type { Gateways } from '../services/world.ts'

const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export const passwords: Gateways['passwords'] = {
  async hash(password) {
    const { hash } = await import('@node-rs/argon2')
    return hash(password.normalize('NFC'), cost)
  },
  async verify(hash, password) {
    const { verify } = await import('@node-rs/argon2')
    return verify(hash, password.normalize('NFC'))
  },
}

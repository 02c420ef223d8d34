/** The log's name and its signed head (https://c2sp.org/tlog-checkpoint). */
import type { KeyObject } from 'node:crypto'
import type { Scope } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import { decodeFrontier, EMPTY_ROOT, rootOf } from '../../kernel/merkle.ts'
import { type Checkpoint, type Signer, verifierKey } from '../../kernel/note.ts'
import { readHead } from '../../store/log.ts'
import type { Tx } from '../../store/transaction.ts'
import { readOrganization } from '../organization/queries.ts'
import type { Keyring } from '../world.ts'

/** Unique to the log, and the same for as long as there is one. */
export const originOf = ({ organization, providerId }: Scope): string =>
  `steward/${organization.id}/${providerId}`

/** The name of the key is the log's, without what a name may not have in it. */
const keyNameOf = (scope: Scope): string => originOf(scope).replace(/[\s+]/g, '-')

export type LogSigner = Signer & { verifierKey: string }

/** Throws `unavailable` without the organisation's secret key. */
export const signerOf = (keyring: Keyring, scope: Scope): LogSigner => {
  const { privateKey, publicKey }: { privateKey: KeyObject; publicKey: Buffer } = keyring.logSigner(
    scope.organization,
  )
  const name = keyNameOf(scope)
  return { name, privateKey, verifierKey: verifierKey(name, publicKey) }
}

/** The key to verify this log with, as the database names it. It isn't secret; but whoever has the
 * database can put another there. */
export const namedKey = async (tx: Tx): Promise<string> => {
  const { logPublicKey } = (await readOrganization(tx))!
  return verifierKey(keyNameOf(tx.scope), Buffer.from(logPublicKey, 'hex'))
}

/** The same, from the secret key where that is at hand: no change to the database changes it. Throws
 * `unavailable` where the secret key is another organisation's. */
export const ownKey = (keyring: Keyring, scope: Scope): string | undefined =>
  keyring.standing(scope.organization) === 'missing'
    ? undefined
    : signerOf(keyring, scope).verifierKey

/** The head as it stands. Throws `check_failed` rather than have a wrong one signed. */
export const readCheckpoint = async (tx: Tx): Promise<Checkpoint> => {
  const { size, peaks, root } = await readHead(tx)
  const origin = originOf(tx.scope)
  if (size === 0) return { origin, size, root: EMPTY_ROOT }
  try {
    const computed = rootOf(decodeFrontier(size, peaks))
    if (computed.toString('hex') === root) return { origin, size, root: computed }
  } catch {
    // Peaks that are no peaks of this size: told below, like any other contradiction.
  }
  throw new StewardError('check_failed', 'The head of the log contradicts itself.', {
    hint: 'Run: steward events verify',
  })
}

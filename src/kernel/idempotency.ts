/**
 * A key makes a write happen once: the same key with the same input answers what was answered, with
 * other input it is a conflict. What is compared is a digest of the input as typed, so that "-7d"
 * said twice is the same input although it is another instant.
 */
import { hash, scryptSync } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Actor, IdempotencyClaim, IdempotencyRecord, Ids } from './context.ts'
import { conflict, invalid } from './errors.ts'
import type { FileInput } from './fields.ts'
import type { AnyOperation } from './operation.ts'
import type { Admitted, Outcome } from './runner.ts'

/** How long an answer is kept under its key. */
export const keptForDays = 30

/** A digest of the input that depends on a salt. Secrets go through scrypt, so that a stored digest
 * is no quicker way to a password than its own hash. */
export const inputDigest = async (
  operation: AnyOperation,
  raw: Record<string, unknown>,
  provider?: string,
): Promise<(salt: string) => string> => {
  const plain: Record<string, unknown> = {}
  const secrets: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(raw)) {
    const kind = operation.input[name]?.kind
    if (kind === 'secret') secrets[name] = value
    else plain[name] = kind === 'file' ? await (value as FileInput).digest() : value
  }
  const where = provider === undefined ? [] : [provider]
  const material = canonicalJson([operation.name, plain, ...where])
  const hidden = Object.keys(secrets).length > 0 ? canonicalJson(secrets) : null
  return salt => {
    const slow = hidden === null ? '' : scryptSync(hidden, salt, 32).toString('hex')
    return hash('sha256', `${salt}\n${material}\n${slow}`, 'hex')
  }
}

export const checkKey = (key: string): void => {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw invalid(
      'idempotencyKey',
      'The idempotency key must be 1 to 200 visible ASCII characters.',
    )
  }
}

/** The claim of one call on its key, or null when it came without one. */
export const claimFor = async (
  { operation, raw, actor, now, call }: Admitted,
  key: string | undefined,
  ids: Ids,
): Promise<IdempotencyClaim | null> => {
  if (key === undefined) return null
  const digestBy = await inputDigest(operation, raw, call.provider)
  const salt = ids.token(16)
  // Worked out here, outside any lock; another salt is asked for only when a key stands already.
  const own = digestBy(salt)
  return {
    provider: actor.scope.provider,
    person: holderOf(actor),
    key,
    operation: operation.name,
    now,
    digest: other => (other === salt ? own : digestBy(other)),
    salt,
  }
}

/** Whose key it is: a person's, wherever they sign in. What reaches less than they do has keys of its
 * own, or it would be given an answer about what it doesn't reach. */
const holderOf = ({ id, scope }: Actor): string => {
  const bounds = scope.bounds.filter(bound => bound !== id)
  return [id, ...(scope.every ? ['every'] : []), ...bounds].join(' ')
}

/** The answer given before, or a conflict when this is another request under its key. */
export const replayOf = (stood: IdempotencyRecord, claim: IdempotencyClaim): Outcome => {
  if (stood.operation !== claim.operation || stood.digest !== claim.digest(stood.salt)) {
    throw conflict('This idempotency key was used with other input.', {
      field: 'idempotencyKey',
      hint: 'Use a new key for a new request.',
    })
  }
  return {
    value: stood.answer,
    replayed: true,
    dryRun: false,
    changes: [],
    subjects: [],
    messages: [],
  }
}

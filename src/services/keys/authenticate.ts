/** From an API key to the person behind it. */
import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import type { Actor, Credential } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { organizationsTable } from '../organization/table.ts'
import { providersTable } from '../providers/table.ts'
import { authorityOf, authorityOfKey } from '../team/authority.ts'
import { working } from '../team/rules.ts'
import { supervisorsTable } from '../team/table.ts'
import { isWithin, thisMachine } from './networks.ts'
import { digestOf, isWellFormed } from './secret.ts'
import { keysTable } from './table.ts'

export type KeyUse = { actor: Actor; lastUsedAt: Date | null; rowKey: number }

export type ShownKey = Extract<Credential, { kind: 'apiKey' }>

/** The same words whatever is the matter: whoever found a key learns nothing about it. */
const notAccepted = () =>
  new StewardError('not_signed_in', 'This API key is not accepted.', {
    hint: 'Check STEWARD_API_KEY: it may be mistyped, revoked, suspended, expired, kept from this address, or for another organisation. Who may see keys finds out: steward keys show NAME',
  })

/** Refuses a key that can't be one before the database is asked. */
export const checkShape = (key: string): void => {
  if (!isWellFormed(key)) throw notAccepted()
}

/** Throws `not_signed_in` for an unknown key, one that doesn't work now or from there, and one whose
 * maker or provider is gone or disabled. */
export const authenticateKey = async (tx: Tx, shown: ShownKey, now: Date): Promise<KeyUse> => {
  const found = await findKey(tx, digestOf(shown.key), now)
  if (!found || !isFromWithin(shown, found.key.addresses)) throw notAccepted()
  const home = { provider: found.provider.key, providerId: found.provider.id }
  const made = await authorityOf(tx, found.person, { home, organization: found.organization })
  const authority = await authorityOfKey(tx, made, found.key)
  const isStopped = made.scope.providers.some(
    ({ provider, disabled }) => provider === found.key.provider && disabled,
  )
  if (!authority || isStopped) throw notAccepted()
  return {
    actor: {
      kind: 'supervisor',
      id: found.person.id,
      name: found.person.name,
      email: found.person.email,
      key: { id: found.key.id, name: found.key.name },
      session: null,
      ...authority,
    },
    lastUsedAt: found.key.lastUsedAt,
    rowKey: found.key.key,
  }
}

/** A process that says no address asks for itself. */
const isFromWithin = ({ address }: ShownKey, networks: readonly string[] | null): boolean => {
  if (networks === null) return true
  return (address === undefined ? thisMachine : [address]).some(one => isWithin(one, networks))
}

const findKey = async (tx: Tx, digest: string, now: Date) => {
  const key = tx.table(keysTable)
  const person = tx.table(supervisorsTable)
  const provider = tx.table(providersTable)
  const organization = tx.table(organizationsTable)
  const isText = or(
    eq(key.hash, digest),
    and(eq(key.previousHash, digest), gt(key.previousUntil, now)),
  )
  const holds = and(eq(key.status, 'active'), or(isNull(key.expiresAt), gt(key.expiresAt, now)))
  const [found] = await tx.db
    .select({
      key,
      person: {
        id: person.id,
        name: person.name,
        email: person.email,
        role: person.role,
        provider: person.provider,
        everyProvider: person.everyProvider,
        accounts: person.accounts,
      },
      provider: { key: provider.key, id: provider.id },
      organization: {
        id: organization.id,
        name: organization.name,
        secretKeyId: organization.secretKeyId,
        cursorKey: organization.cursorKey,
      },
    })
    .from(key)
    .innerJoin(person, and(eq(person.id, key.createdBy), inArray(person.status, [...working])))
    .innerJoin(provider, and(eq(provider.key, person.provider), eq(provider.status, 'active')))
    .innerJoin(organization, eq(organization.key, 1))
    .where(and(isText, holds))
  return found
}

/** From an API key to the person behind it. */
import { and, eq } from 'drizzle-orm'
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { organizationsTable } from '../organization/table.ts'
import { providersTable } from '../providers/table.ts'
import { authorityOf, authorityOfKey } from '../team/authority.ts'
import { supervisorsTable } from '../team/table.ts'
import { digestOf, isWellFormed } from './secret.ts'
import { keysTable } from './table.ts'

export type KeyUse = { actor: Actor; lastUsedAt: Date | null; rowKey: number }

const notAccepted = () =>
  new StewardError('not_signed_in', 'This API key is not accepted.', {
    hint: 'Check STEWARD_API_KEY: it may be mistyped, revoked, or for another organisation.',
  })

/** Refuses a key that can't be one before the database is asked. */
export const checkShape = (key: string): void => {
  if (!isWellFormed(key)) throw notAccepted()
}

/** Throws `not_signed_in` for an unknown key, a revoked one, or one whose maker is gone. */
export const authenticateKey = async (tx: Tx, apiKey: string): Promise<KeyUse> => {
  const key = tx.table(keysTable)
  const person = tx.table(supervisorsTable)
  const provider = tx.table(providersTable)
  const organization = tx.table(organizationsTable)
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
    .innerJoin(person, and(eq(person.id, key.createdBy), eq(person.status, 'active')))
    .innerJoin(provider, and(eq(provider.key, person.provider), eq(provider.status, 'active')))
    .innerJoin(organization, eq(organization.key, 1))
    .where(and(eq(key.hash, digestOf(apiKey)), eq(key.status, 'active')))
  if (!found) throw notAccepted()
  const home = { provider: found.provider.key, providerId: found.provider.id }
  const made = await authorityOf(tx, found.person, { home, organization: found.organization })
  const authority = await authorityOfKey(tx, made, found.key)
  if (!authority) throw notAccepted()
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

/** The first consumer of an account, who owns it. */
import { and, eq } from 'drizzle-orm'
import { conflict } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { isLiving } from '../consumers/known.ts'
import { insertConsumer, updateConsumer } from '../consumers/queries.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { consumersTable } from '../consumers/table.ts'
import type { World } from '../world.ts'
import type { AccountRow } from './record.ts'
import { accountsTable } from './table.ts'

export type Owner = {
  name: string | undefined
  passwordHash: string | null
  passwordExpiresAt: Date | null
}

/** Makes the owner of a new account: whoever has the contact's address and belongs to no account yet,
 * else somebody new. `isNew` tells which. */
export const giveOwner = async (
  { store, now, ids }: World,
  account: AccountRow,
  { name = account.name, ...password }: Owner,
): Promise<{ account: AccountRow; person: ConsumerRow; isNew: boolean }> => {
  const { email, emailKey, key } = account
  const known = await personWith(store, emailKey)
  const person = known
    ? await updateConsumer(store, known, { account: key })
    : await insertConsumer(store, {
        ...password,
        id: ids.make('con'),
        account: key,
        status: 'active',
        name,
        email,
        emailKey,
        source: 'console',
        tags: [],
        twoFactor: false,
        createdAt: now,
      })
  const owned = await store.update(accountsTable, account, { owner: person.key })
  return { account: owned, person, isNew: !known }
}

/** Whoever has this address in the provider at hand and belongs to no account, locked. Throws
 * `conflict` for somebody of another account, or beyond reach: who that is isn't told then. */
const personWith = async (tx: Tx, emailKey: string): Promise<ConsumerRow | null> => {
  const table = tx.table(consumersTable)
  const named = and(isLiving(tx), eq(table.emailKey, emailKey))
  const holder = and(eq(table.provider, tx.scope.provider), named)
  const [known] = await tx.expressions.locking(tx.db.select().from(table).where(holder))
  if (!known) return null
  const mine = and(tx.scoped(consumersTable), eq(table.key, known.key))
  const [reached] = await tx.db.select({ id: table.id }).from(table).where(mine)
  if (reached && known.account === null) return known
  const field = 'email'
  const hint = 'Give --no-owner for an account without a person of its own.'
  if (!reached) throw conflict('Another consumer has this email.', { field, hint })
  throw conflict(`Who has this email belongs to another account: ${known.id}.`, {
    field,
    hint: `See: steward consumers show ${known.id}. ${hint}`,
    details: { id: known.id },
  })
}

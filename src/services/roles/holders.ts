/** What a person or a key may at this moment, looked at from outside. */
import { eq } from 'drizzle-orm'
import type { Home } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { keysTable } from '../keys/table.ts'
import { type Authority, authorityOf, authorityOfKey, type Extent } from '../team/authority.ts'
import { supervisorsTable } from '../team/table.ts'
import type { World } from '../world.ts'
import type { Standing } from './base.ts'
import { refuseAbove } from './permissions.ts'

/** A person or a key as it is stored, as far as it counts here. */
export type Holder = Extent & {
  role: string | null
  subAccounts: 'all' | 'some' | null
  /** Of a key. */
  permissions?: string[] | null
  createdBy?: string
}

/** Of somebody who is not there any more, or not let in. */
const nothing: Standing = { rights: [[]], level: 'sub-account' }

const authorityOfPerson = (tx: Tx, person: Extent & { role: string }): Promise<Authority> => {
  const home = tx.scope.providers.find(({ provider }) => provider === person.provider) ?? tx.scope
  const { organization } = tx.scope
  return authorityOf(tx, person, { home: home as Home, organization })
}

/** What they may, whatever their status. A key may what it is let do of what its maker may. */
export const standingOfHolder = async (tx: Tx, holder: Holder): Promise<Standing> => {
  const { role, createdBy, permissions = null } = holder
  if (createdBy === undefined) return authorityOfPerson(tx, { ...holder, role: role! })
  const table = tx.table(supervisorsTable)
  const [maker] = await tx.db.select().from(table).where(eq(table.id, createdBy))
  const made = maker && (await authorityOfPerson(tx, maker))
  return (made && (await authorityOfKey(tx, made, { ...holder, permissions }))) ?? nothing
}

/** The key that the actor comes with, as it is stored. */
export const keyAtWork = async ({ store, actor }: World) => {
  if (!actor.key) return null
  const table = store.table(keysTable)
  const [row] = await store.db.select().from(table).where(eq(table.id, actor.key.id))
  return row ?? null
}

/** Throws `not_allowed` where a person or a key may more than the actor: whoever could reset their
 * password, rotate the key or change what they may would have it, too. */
export const checkNotAbove = async ({ store, actor }: World, holder: Holder): Promise<void> => {
  const what = holder.createdBy === undefined ? 'They may' : 'This key may'
  refuseAbove(actor, await standingOfHolder(store, holder), `${what} more than you`)
  if (holder.everyProvider && !actor.scope.every) {
    throw new StewardError('not_allowed', `${what} more than you: it reaches every provider.`)
  }
}

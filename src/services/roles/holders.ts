/** What a person or a key may at this moment, looked at from outside. */
import { and, eq, inArray, ne, not } from 'drizzle-orm'
import type { Home } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import { narrower } from '../../kernel/permission.ts'
import { accountReached } from '../../store/scope.ts'
import { accountGrantsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { keysTable } from '../keys/table.ts'
import {
  type Authority,
  authorityOf,
  authorityOfKey,
  type Extent,
  levelReached,
} from '../team/authority.ts'
import { supervisorsTable } from '../team/table.ts'
import type { World } from '../world.ts'
import { everything, narrowed, type Standing } from './base.ts'
import { refuseAbove } from './patterns.ts'
import { standingOfRole } from './standing.ts'

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
  const maker = await makerOf(tx, holder)
  const made = maker && (await authorityOfPerson(tx, maker))
  return (made && (await authorityOfKey(tx, made, { ...holder, permissions }))) ?? nothing
}

/**
 * What whoever gets a key into their hands may come to. Not only what it may now: its maker may have been
 * demoted, or its provider disabled, and be given everything back; so what it was given counts, and of a
 * key that was narrowed to nothing all that anybody may. The maker, signed in, holds what is theirs, and a
 * key itself has itself.
 */
export const standingHanded = async (
  { store, actor }: World,
  holder: Holder,
): Promise<Standing> => {
  const { role, permissions = null, createdBy } = holder
  const own = actor.key ? actor.key.id === holder.id : actor.id === createdBy
  if (createdBy === undefined || own) return standingOfHolder(store, holder)
  const given = role === null ? everything : await standingOfRole(store, role, holder.provider)
  const level = narrower(given.level, levelReached(holder))
  return narrowed({ ...given, level }, { permissions })
}

/** Who made a key, within reach or not; null of a person. */
const makerOf = async (tx: Tx, { createdBy }: Holder) => {
  if (createdBy === undefined) return null
  const table = tx.table(supervisorsTable)
  const [maker] = await tx.db.select().from(table).where(eq(table.id, createdBy))
  return maker ?? null
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
export const checkNotAbove = async (world: World, holder: Holder): Promise<void> => {
  const { store, actor } = world
  const maker = await makerOf(store, holder)
  const who = holder.createdBy === undefined ? 'They' : 'This key'
  refuseAbove(actor, await standingHanded(world, holder), `${who} may more than you`)
  const everywhere = holder.everyProvider && (maker?.everyProvider ?? true)
  if (everywhere && !actor.scope.every) throw furtherThan(who, 'every provider')
  const extents = maker ? [maker, holder] : [holder]
  if (!(await boundedAlike(store, extents))) throw furtherThan(who, 'other accounts')
}

/** Throws `not_allowed` where a person or a key with this role reaches every provider, and the actor does
 * not: what the role allows would be done where the actor may do nothing. */
export const checkHoldersReached = async (
  { store, actor }: World,
  { id }: { id: string },
): Promise<void> => {
  if (actor.scope.every) return
  const person = store.table(supervisorsTable)
  const key = store.table(keysTable)
  const living = and(
    eq(person.role, id),
    eq(person.everyProvider, true),
    ne(person.status, 'deleted'),
  )
  const people = await store.db.select({ id: person.id }).from(person).where(living).limit(1)
  const used = and(eq(key.role, id), eq(key.everyProvider, true), ne(key.status, 'revoked'))
  const keys = await store.db.select({ id: key.id }).from(key).where(used).limit(1)
  if (people.length + keys.length > 0)
    throw furtherThan('Somebody with this role', 'every provider')
}

const furtherThan = (who: string, where: string): StewardError =>
  new StewardError(
    'not_allowed',
    `${who} ${who === 'They' ? 'reach' : 'reaches'} ${where}, and you don't.`,
    {
      hint: 'Ask somebody who reaches as far.',
    },
  )

/** Whether each of the actor's bounds is one of theirs, or takes in all that one of them was granted. */
const boundedAlike = async (tx: Tx, extents: readonly Extent[]): Promise<boolean> => {
  const theirs = extents.filter(({ accounts }) => accounts === 'some').map(({ id }) => id)
  const grants = tx.table(accountGrantsTable)
  for (const bound of tx.scope.bounds) {
    if (theirs.includes(bound)) continue
    const reached = accountReached(tx, grants.provider, grants.account, [bound])
    const mine = inArray(grants.holder, theirs)
    const beyond = await tx.db
      .selectDistinct({ holder: grants.holder })
      .from(grants)
      .where(and(mine, not(reached)))
    if (beyond.length === theirs.length) return false
  }
  return true
}

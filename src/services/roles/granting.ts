/**
 * What somebody may hand on. Nobody gives more than they have themselves, nor further than they reach:
 * whoever makes or changes a person or a key asks here what of it may be stored, and how.
 */
import { and, eq, gt, inArray } from 'drizzle-orm'
import { invalid, StewardError } from '../../kernel/errors.ts'
import { type Level, narrower } from '../../kernel/permission.ts'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { readAccount } from '../accounts/queries.ts'
import type { AccountRow } from '../accounts/record.ts'
import { providersTable } from '../providers/table.ts'
import { levelReached } from '../team/authority.ts'
import type { World } from '../world.ts'
import { type BaseRole, everything, narrowed, type Standing } from './base.ts'
import { type Grant, grantsOf } from './grants.ts'
import { type Holder, keyAtWork, standingHanded } from './holders.ts'
import { patternsGiven, refuseAbove } from './patterns.ts'
import { roleOffered } from './queries.ts'

/** What is asked for. What is left out stays as it is `now`; a new key gets what its maker works with,
 * a new person all accounts of the provider at hand. */
export type Asked = {
  holder: 'person' | 'key'
  /** Theirs already, where it is changed. */
  now?: Holder
  /** A role by its name or id. */
  role?: string | null
  permissions?: readonly string[] | null
  everyProvider?: boolean
  accounts?: 'all' | readonly string[]
  subAccounts?: 'all' | readonly string[]
}

/** What to store: the grants beside the row, by `writeGrants`. */
export type Granted = Power & Reach & { everyProvider: boolean }

type Power = { role: string | null; permissions: string[] | null }
type Reach = {
  accounts: 'all' | 'some'
  subAccounts: 'all' | 'some' | null
  grants: Grant[]
}

/** Throws `not_allowed` for what is beyond the actor, `invalid_input` for what doesn't go together, and
 * `not_found` for accounts out of reach. Reading these makes their provider the one at hand. */
export const checkGrant = async (world: World, given: Asked): Promise<Granted> => {
  const { store, actor } = world
  const asked = {
    ...given,
    accounts: listed(given.accounts),
    subAccounts: listed(given.subAccounts),
  }
  const named = await accountsNamed(store, asked)
  const { base, standing, ...power } = await powerAsked(world, asked)
  refuseSubAccounts(asked, base)
  const reach = named ? reachNamed(asked, named) : await reachKept(world, asked, base)
  refuseAll(world, asked, reach)
  const everyProvider = await everyProviderAsked(world, asked, reach)
  const widest = levelReached({ everyProvider, accounts: reach.accounts })
  const level = narrower(narrower(standing.level, widest), levelAtMost(world, asked))
  refuseAbove(actor, { ...standing, level }, 'This would allow more than you may yourself')
  return { ...power, ...reach, everyProvider }
}

/** `all`, as it comes out of a list of selectors. */
const listed = (given: Asked['accounts']): Asked['accounts'] =>
  given?.length === 1 && given[0] === 'all' ? 'all' : given

/** What works through a key never reaches further than whoever made it. */
const levelAtMost = ({ actor }: World, { holder }: Asked): Level => {
  if (holder === 'person') return 'whole'
  if (actor.scope.bounds.length > 0) return 'account'
  return actor.key ? 'whole' : actor.level
}

type Whole = Power & { base: BaseRole | null; standing: Standing }

const powerAsked = async (world: World, asked: Asked): Promise<Whole> => {
  const { store, actor } = world
  const wanted = await powerWanted(world, asked)
  if (wanted.role === null && asked.holder === 'person') throw invalid('role', 'role is required.')
  const role = wanted.role === null ? null : await roleOffered(store, wanted.role)
  const permissions = wanted.permissions && patternsGiven('permissions', wanted.permissions)
  const power = { role: role?.role ?? null, permissions, base: role?.base ?? null }
  if (role) return { ...power, standing: narrowed(role.standing, { permissions }) }
  if (permissions) return { ...power, standing: narrowed(everything, { permissions }) }
  const standing = asked.now ? await standingHanded(world, { ...asked.now, ...power }) : actor
  return { ...power, standing }
}

type Wanted = { role: string | null; permissions: readonly string[] | null }

/** A key for which nothing is said, or nothing but that, has what the key has by which it is made. */
const powerWanted = async (
  world: World,
  { holder, now, role, permissions }: Asked,
): Promise<Wanted> => {
  const asMaker = !now && holder === 'key' && !role && !permissions
  if (asMaker) return (await keyAtWork(world)) ?? { role: null, permissions: null }
  return {
    role: role === undefined ? (now?.role ?? null) : role,
    permissions: permissions === undefined ? (now?.permissions ?? null) : permissions,
  }
}

/** The roles that are about sub-accounts, which no other can be given (R4.2, R4.4). */
const refuseSubAccounts = ({ accounts, subAccounts }: Asked, base: BaseRole | null): void => {
  if (subAccounts === undefined) return
  const several = base === 'agent'
  if (!several && base !== 'platform-user') {
    const why = 'subAccounts are only for the roles platform-user and agent.'
    throw invalid('subAccounts', why, 'Leave it out: with an account go all that lie beneath it.')
  }
  const one = Array.isArray(accounts) && accounts.length === 1
  if (one || (several && accounts !== 'all' && (accounts || subAccounts !== 'all'))) return
  throw invalid(
    'subAccounts',
    several ? 'subAccounts need accounts, named.' : 'subAccounts need accounts to name just one.',
    'With several accounts, or all of them, go all that lie beneath them.',
  )
}

type Named = { accounts: AccountRow[]; subAccounts: AccountRow[] }

/** Null where nothing is asked. */
const accountsNamed = async (tx: Tx, { accounts, subAccounts }: Asked): Promise<Named | null> => {
  if (accounts === undefined && subAccounts === undefined) return null
  const named = {
    accounts: await read(tx, 'accounts', accounts),
    subAccounts: await read(tx, 'subAccounts', subAccounts),
  }
  if (named.subAccounts.length > 0) await refuseElsewhere(tx, named)
  return named
}

const read = async (tx: Tx, field: string, asked: Asked['accounts']): Promise<AccountRow[]> => {
  if (asked === undefined || asked === 'all') return []
  if (asked.length === 0) throw invalid(field, `${field} must name one at least.`)
  const rows = new Map<number, AccountRow>()
  for (const selector of asked) {
    const row = await readAccount(tx, selector)
    rows.set(row.key, row)
  }
  for (const { provider } of rows.values()) {
    if (provider !== tx.scope.provider) throw invalid(field, `${field} are of several providers.`)
  }
  return [...rows.values()]
}

/** Throws `invalid_input` for what isn't a sub-account of any of the accounts, or of none at all. */
const refuseElsewhere = async (tx: Tx, { accounts, subAccounts }: Named): Promise<void> => {
  const { provider, account, ancestor, depth } = tx.table(accountTreeTable)
  const keys = subAccounts.map(({ key }) => key)
  const above = accounts.map(({ key }) => key)
  const beneath = await tx.db
    .selectDistinct({ account })
    .from(tx.table(accountTreeTable))
    .where(
      and(
        eq(provider, tx.scope.provider),
        inArray(account, keys),
        gt(depth, 0),
        above.length > 0 ? inArray(ancestor, above) : undefined,
      ),
    )
  if (beneath.length === keys.length) return
  const of = above.length > 0 ? ' of the accounts named' : ''
  throw invalid('subAccounts', `subAccounts must all be sub-accounts${of}.`)
}

const reachNamed = (asked: Asked, named: Named): Reach => {
  if (asked.subAccounts === undefined && asked.accounts === 'all') return everyAccount
  const some = named.subAccounts.length > 0 ? named.subAccounts : named.accounts
  const itself = asked.subAccounts !== 'all'
  const grants = some.map(({ key }) => ({ account: key, itself }))
  const subAccounts = asked.subAccounts === undefined ? null : itself ? 'some' : 'all'
  return { accounts: 'some', subAccounts, grants }
}

const everyAccount: Reach = { accounts: 'all', subAccounts: null, grants: [] }

/** Where nothing is said of accounts. */
const reachKept = async (world: World, asked: Asked, base: BaseRole | null): Promise<Reach> => {
  const { store } = world
  const isKey = asked.holder === 'key'
  const before = asked.now ?? (isKey ? await keyAtWork(world) : null)
  if (!before) return everyAccount
  const { accounts, subAccounts } = before
  if (subAccounts !== null && base !== null && base !== 'platform-user' && base !== 'agent') {
    throw invalid('accounts', 'Say which accounts: with this role go whole ones.')
  }
  const granted = (await grantsOf(store, [before.id])).get(before.id)!
  const grants = granted.map(({ key, itself }) => ({ account: key, itself }))
  return { accounts, subAccounts, grants }
}

/** Throws `not_allowed` where all accounts are meant and the actor reaches some. A key that nothing was
 * asked for has the bounds of whoever made it anyway. */
const refuseAll = ({ actor }: World, asked: Asked, { accounts }: Reach): void => {
  const isMeant = asked.accounts === 'all' || (asked.holder === 'person' && !asked.now)
  if (actor.scope.bounds.length === 0 || accounts === 'some' || !isMeant) return
  throw new StewardError(
    'not_allowed',
    'You reach some accounts, and these would be all of them.',
    {
      hint: 'Name those that are meant: --accounts REFERENCE,REFERENCE',
    },
  )
}

const everyProviderAsked = async (
  { store, actor }: World,
  { holder, now, everyProvider }: Asked,
  { accounts }: Reach,
): Promise<boolean> => {
  if (accounts === 'some') {
    if (!everyProvider) return false
    throw invalid('everyProvider', 'everyProvider goes with all accounts only.')
  }
  const meant = everyProvider ?? (now ? now.everyProvider : holder === 'key' && actor.scope.every)
  if (!meant) return false
  if (!actor.scope.every) {
    throw new StewardError('not_allowed', "You don't reach every provider yourself.")
  }
  if (holder === 'person') await refuseOtherHome(store)
  return true
}

/** Throws `invalid_input` for a provider other than the default one. */
const refuseOtherHome = async (tx: Tx): Promise<void> => {
  const table = tx.table(providersTable)
  const home = and(eq(table.key, tx.scope.provider), eq(table.isDefault, true))
  const [found] = await tx.db.select({ key: table.key }).from(table).where(home)
  if (!found) throw invalid('everyProvider', 'everyProvider is for people of the default provider.')
}

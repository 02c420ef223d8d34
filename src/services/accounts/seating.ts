/**
 * How many people an account may have. An account has a number of its own or none; the number of one
 * counts everybody who belongs to it or to an account beneath it, so that nobody gets past it by way
 * of a sub-account. Whoever joins or sets a number holds the account and all above it meanwhile.
 */
import { and, asc, count, desc, eq, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { conflict } from '../../kernel/errors.ts'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { isLiving } from '../consumers/known.ts'
import { consumersTable } from '../consumers/table.ts'
import { may } from '../roles/may.ts'
import type { World } from '../world.ts'
import { refuseOwn } from './above.ts'
import { type AccountRow, NamedAccount, namedAccounts } from './record.ts'
import { accountsTable } from './table.ts'

export const Seats = z.object({
  /** How many people it may have, with all beneath it; null: any number. */
  allowed: z.nullable(z.number()),
  /** Of these, those that were added to its first number. */
  additional: z.number(),
  used: z.number(),
  /** How many more can join, once all above it is looked at; null: any number. */
  free: z.nullable(z.number()),
  /** The account above it whose number leaves less than its own. */
  limitedBy: z.nullable(NamedAccount),
})

export type Seats = z.infer<typeof Seats>

type Placed = Pick<AccountRow, 'provider' | 'key'>
type Allowance = Pick<AccountRow, 'seats' | 'additionalSeats'>

/** The number of an account; null for none. */
export const allowedBy = ({ seats, additionalSeats }: Allowance): number | null =>
  seats === null ? null : seats + additionalSeats

/** An account and all above it, within reach or not, in the order of their ids. */
const lineQuery = (tx: Tx, { provider, key }: Placed) => {
  const tree = tx.table(accountTreeTable)
  const table = tx.table(accountsTable)
  const above = tx.db
    .select({ ancestor: tree.ancestor })
    .from(tree)
    .where(and(eq(tree.provider, provider), eq(tree.account, key)))
  return tx.db
    .select()
    .from(table)
    .where(and(eq(table.provider, provider), sql`${table.key} in ${above}`))
    .orderBy(asc(table.id))
}

/** The same, locked. Whoever held one of them may have moved it: the line is read again until there is
 * nothing new in it. */
const lockedLine = async (tx: Tx, account: Placed): Promise<AccountRow[]> => {
  const held = new Set<number>()
  for (;;) {
    const line: AccountRow[] = await tx.expressions.locking(lineQuery(tx, account))
    if (line.every(({ key }) => held.has(key))) return line
    for (const { key } of line) held.add(key)
  }
}

/** Everybody who belongs to an account, or to one beneath it. */
const peopleQuery = (tx: Tx, { provider, key }: Placed): SQL => {
  const tree = tx.table(accountTreeTable)
  const people = tx.table(consumersTable)
  const beneath = sql`select ${tree.account} from ${tree}
    where ${tree.provider} = ${provider} and ${tree.ancestor} = ${key}`
  return and(
    eq(people.provider, provider),
    sql`${people.account} in (${beneath})`,
    isLiving(tx),
  ) as SQL
}

export const peopleIn = async (tx: Tx, account: Placed): Promise<number> => {
  const [row] = await tx.db
    .select({ n: count() })
    .from(tx.table(consumersTable))
    .where(peopleQuery(tx, account))
  return row!.n
}

/** Whether there are more people than this. They are counted no further. */
const isOver = async (tx: Tx, account: Placed, most: number): Promise<boolean> => {
  if (most < 0) return true
  const { key } = tx.table(consumersTable)
  const [one] = await tx.db
    .select({ key })
    .from(tx.table(consumersTable))
    .where(peopleQuery(tx, account))
    .limit(1)
    .offset(most)
  return one !== undefined
}

/** Before somebody joins an account: throws `conflict` where it or one above it has not as many seats
 * left. Nobody else joins any of these until the transaction's end. */
export const refuseFull = async (tx: Tx, account: Placed, more = 1): Promise<void> => {
  for (const one of await lockedLine(tx, account)) {
    const allowed = allowedBy(one)
    if (allowed !== null && (await isOver(tx, one, allowed - more))) {
      throw await full(tx, one, account, more)
    }
  }
}

/** The same after an account has moved beneath another: throws `conflict` where one above it has more
 * people now than seats. */
export const refuseOverfull = (tx: Tx, account: Placed): Promise<void> => refuseFull(tx, account, 0)

/** Of these accounts those that have no number, nor has one above them: by key. Nobody gives them one
 * until the transaction's end. */
export const withoutNumber = async (
  tx: Tx,
  accounts: readonly Placed[],
): Promise<ReadonlySet<number>> => {
  const free = new Set<number>()
  for (const account of accounts) {
    const line = await lockedLine(tx, account)
    if (line.every(one => allowedBy(one) === null)) free.add(account.key)
  }
  return free
}

const full = async (tx: Tx, one: AccountRow, account: Placed, more: number) => {
  const [reached] = await namedAccounts(tx, [one.key])
  if (!reached) return conflict('An account above it has no seat left.')
  const { key: _, ...named } = reached
  const allowed = allowedBy(one)!
  const used = await peopleIn(tx, one)
  const name = named.reference ?? named.id
  const which = one.key === account.key ? 'This account' : `${named.name}, above it,`
  const seats = `${allowed} ${allowed === 1 ? 'seat' : 'seats'}`
  const message = more === 0 ? `would have ${used} people in ${seats}` : `has ${seats}, all taken`
  return conflict(`${which} ${message}.`, {
    hint: `For more: steward accounts seats ${name} --additional-users ${Math.max(1, used + more - allowed)}`,
    details: { account: named, allowed, used },
  })
}

/** What stands where, once all above an account is looked at. */
export const seatsOf = async (tx: Tx, account: AccountRow): Promise<Seats> => {
  const used = await peopleIn(tx, account)
  const allowed = allowedBy(account)
  const own = allowed === null ? null : Math.max(0, allowed - used)
  let [free, limit]: [number | null, NamedAccount | null] = [own, null]
  const above = (await lineQuery(tx, account)).filter(one => one.key !== account.key)
  const numbered = above.filter(one => allowedBy(one) !== null)
  const reached = await namedAccounts(
    tx,
    numbered.map(({ key }) => key),
  )
  for (const one of numbered) {
    const most = allowedBy(one)!
    const named = reached.find(({ key }) => key === one.key)
    // Of one that is out of reach it is told that it is full, as joining would tell, and no number.
    if (!named && !(await isOver(tx, one, most - 1))) continue
    const left = named ? Math.max(0, most - (await peopleIn(tx, one))) : 0
    if (free === null || left < free) [free, limit] = [left, named ?? null]
  }
  const limitedBy = limit && { id: limit.id, reference: limit.reference, name: limit.name }
  return { allowed, additional: account.additionalSeats, used, free, limitedBy }
}

/** How many of those in the way are named. */
const mostNamed = 20

/** Throws `conflict` where an account has more people than it is to have, naming those who came last to
 * whoever may see them. The account is locked. */
const refuseFewer = async (
  { store: tx, actor }: World,
  account: AccountRow,
  allowed: number,
): Promise<void> => {
  if (!(await isOver(tx, account, allowed))) return
  const used = await peopleIn(tx, account)
  const over = used - allowed
  const people = may(actor, 'consumers:list') ? await lastOf(tx, account, over) : []
  const names = people.slice(0, 5).map(({ name, email, id }) => `${name} ${email ?? id}`)
  const rest = over - names.length
  const told = rest > 0 && names.length > 0 ? [...names, `${rest} more`] : names
  throw conflict(`It has ${used} people: ${over} would have no seat.`, {
    field: 'seats',
    hint: told.length > 0 ? `In the way are the last who came: ${told.join(', ')}.` : undefined,
    details: { allowed, used, over, people },
  })
}

const lastOf = (tx: Tx, account: AccountRow, over: number) => {
  const { id, name, email, createdAt, key } = tx.table(consumersTable)
  return tx.db
    .select({ id, name, email })
    .from(tx.table(consumersTable))
    .where(peopleQuery(tx, account))
    .orderBy(desc(createdAt), desc(key))
    .limit(Math.min(over, mostNamed))
}

export type SeatsAsked = {
  seats?: number | undefined
  unlimited?: boolean | undefined
  additionalUsers?: number | undefined
}

/** What to store of a locked account; null where nothing is asked. It is for whoever reaches the account
 * above. Throws `conflict` for fewer seats than people. */
export const seatsGiven = async (
  world: World,
  found: AccountRow,
  asked: SeatsAsked,
): Promise<Allowance | null> => {
  const number = seatsAsked(found, asked)
  if (number === null) return null
  await refuseOwn(world, found)
  const allowed = allowedBy(number)
  if (allowed !== null) await refuseFewer(world, found, allowed)
  return number
}

/** A new number begins anew; additional users come on top of what there is. */
const seatsAsked = (
  found: Allowance,
  { seats, unlimited, additionalUsers = 0 }: SeatsAsked,
): Allowance | null => {
  if (unlimited) return { seats: null, additionalSeats: 0 }
  if (seats !== undefined) return { seats, additionalSeats: additionalUsers }
  if (additionalUsers === 0) return null
  if (found.seats === null) {
    throw conflict('It may have any number of people: there is no number to add to.', {
      hint: 'Set one first: --seats N',
    })
  }
  return { seats: found.seats, additionalSeats: found.additionalSeats + additionalUsers }
}

/**
 * The review queue: pending people, and people with documents that wait. Who reviews someone holds
 * them by a lease that runs out, so that a reviewer who goes home lets go.
 */
import { and, asc, eq, gt, inArray, lte, or, type SQL, sql } from 'drizzle-orm'
import * as z from 'zod/mini'
import { conflict, illegalState } from '../../kernel/errors.ts'
import type { Tx } from '../../store/transaction.ts'
import { isLiving } from '../consumers/known.ts'
import { hasStatus } from '../consumers/listing.ts'
import type { ConsumerRow } from '../consumers/record.ts'
import { standingAt, statuses } from '../consumers/rules.ts'
import { consumersTable } from '../consumers/table.ts'
import type { World } from '../world.ts'
import { allCounts, countDocuments } from './queries.ts'
import { statuses as documentStatuses } from './rules.ts'
import { documentsTable, reviewClaimsTable } from './table.ts'

const text = z.nullable(z.string())

/** Someone who waits for review, and who reviews them. */
export const Review = z.object({
  id: z.string(),
  name: z.string(),
  email: text,
  phone: text,
  company: text,
  industry: text,
  country: text,
  status: z.enum(statuses),
  /** What is to be decided: on the person, on documents, or on both. */
  waitsFor: z.array(z.enum(['approval', 'documents'])),
  since: text,
  ageHours: z.nullable(z.number()),
  documents: z.record(z.enum(documentStatuses), z.number()),
  claimedBy: text,
  claimedByName: text,
  claimedUntil: text,
})

export type Review = z.infer<typeof Review>

/** When the document that has waited for longest came, by consumer. */
const oldestDocument = (tx: Tx): SQL => {
  const { key } = tx.table(consumersTable)
  const { consumer, createdAt, status } = tx.table(documentsTable)
  return sql`(select min(${createdAt}) from ${tx.table(documentsTable)}
    where ${tx.scoped(documentsTable)} and ${consumer} = ${key} and ${status} = 'waiting')`
}

/** What makes somebody wait for review, in words that indexes answer on both engines. */
export const waits = (tx: Tx, now: Date): SQL | undefined => {
  const people = tx.table(consumersTable)
  const { key, status, suspendedFrom, suspendedUntil } = people
  const { consumer, status: standing } = tx.table(documentsTable)
  const keys = sql`select ${key} from ${people} where ${tx.scoped(consumersTable)}`
  const over = sql`${suspendedUntil} <= ${tx.expressions.instant(now)}`
  return and(
    isLiving(tx),
    sql`${key} in (
      ${keys} and ${status} = 'pending'
      union all
      ${keys} and ${status} = 'suspended' and ${over} and ${suspendedFrom} = 'pending'
      union all
      select ${consumer} from ${tx.table(documentsTable)}
        where ${tx.scoped(documentsTable)} and ${standing} = 'waiting')`,
  )
}

/** Since when somebody waits: no document is older than the registration of its owner. */
export const waitingSince = (tx: Tx, now: Date): SQL => {
  const { createdAt } = tx.table(consumersTable)
  return sql`case when ${hasStatus(tx, now, 'pending')} then ${createdAt} else ${oldestDocument(tx)} end`
}

/** Held by somebody as of `now`. */
export const isClaimed = (tx: Tx, now: Date): SQL => {
  const { key } = tx.table(consumersTable)
  const { consumer, leaseUntil } = tx.table(reviewClaimsTable)
  return sql`exists (select 1 from ${tx.table(reviewClaimsTable)}
    where ${tx.scoped(reviewClaimsTable)} and ${consumer} = ${key}
    and ${leaseUntil} > ${tx.expressions.instant(now)})`
}

/** Who waits and is free. */
const free = (tx: Tx, now: Date) =>
  and(tx.scoped(consumersTable), waits(tx, now), sql`not ${isClaimed(tx, now)}`)

export const countFree = (tx: Tx, now: Date): Promise<number> =>
  tx.db.$count(tx.table(consumersTable), free(tx, now))

/** Claims the one who has waited for longest and is free; null when there is nobody. */
export const claimNext = async (world: World, until: Date): Promise<ConsumerRow | null> => {
  const { store, now } = world
  const table = store.table(consumersTable)
  for (;;) {
    const oldest = store.db
      .select()
      .from(table)
      .where(free(store, now))
      .orderBy(sql`${waitingSince(store, now)}`, asc(table.key))
      .limit(1)
    const [found] = await store.expressions.claiming(oldest)
    if (!found) return null
    // Whoever was first between the look and this has them: then there is another to look for.
    if (await takeClaim(world, found, until)) return found
  }
}

/** Claims someone by name; one's own claim is prolonged. Throws `conflict` when another holds them. */
export const claim = async (world: World, row: ConsumerRow, until: Date): Promise<void> => {
  const { store, now, actor } = world
  const [found] = await store.db
    .select({ key: store.table(consumersTable).key })
    .from(store.table(consumersTable))
    .where(and(eq(store.table(consumersTable).key, row.key), waits(store, now)))
  if (!found) throw illegalState('Nothing of this consumer waits for review.')
  const mine = eq(store.table(reviewClaimsTable).person, actor.id)
  if (await takeClaim(world, row, until, mine)) return
  const held = (await claimsOf(store, [row.key], now)).get(row.key)
  throw conflict('Somebody else is reviewing this consumer.', {
    hint: 'Take another: steward consumers review next',
    details: held && { by: held.person, until: held.leaseUntil.toISOString() },
  })
}

/** The row of a claim is unique, and taken over only when its lease has run out: of two who want it
 * one gets it, whatever they saw before. */
const takeClaim = async (
  { store, now, actor }: World,
  row: ConsumerRow,
  until: Date,
  orElse?: SQL,
): Promise<boolean> => {
  store.at(row)
  const table = store.table(reviewClaimsTable)
  const held = {
    person: actor.id,
    personName: actor.name,
    claimedAt: now,
    leaseUntil: until,
  }
  const taken = await store.db
    .insert(table)
    .values({ ...held, provider: store.scope.provider, consumer: row.key })
    .onConflictDoUpdate({
      target: [table.provider, table.consumer],
      set: held,
      setWhere: or(lte(table.leaseUntil, now), orElse),
    })
    .returning({ key: table.key })
  if (taken.length === 0) return false
  store.touch(consumersTable, row)
  return true
}

/** Lets go of one's own claim; answers whether there was one. */
export const release = async ({ store, actor, now }: World, row: ConsumerRow): Promise<boolean> => {
  const table = store.table(reviewClaimsTable)
  const mine = and(
    store.scoped(reviewClaimsTable),
    eq(table.consumer, row.key),
    eq(table.person, actor.id),
    gt(table.leaseUntil, now),
  )
  const released = await store.db.delete(table).where(mine).returning({ key: table.key })
  return released.length > 0
}

type Claim = { consumer: number; person: string; personName: string | null; leaseUntil: Date }

const claimsOf = async (
  tx: Tx,
  consumers: readonly number[],
  now: Date,
): Promise<Map<number, Claim>> => {
  const table = tx.table(reviewClaimsTable)
  const { consumer, person, personName, leaseUntil } = table
  const live = and(
    tx.scoped(reviewClaimsTable),
    inArray(consumer, [...consumers]),
    gt(leaseUntil, now),
  )
  const rows = await tx.db
    .select({ consumer, person, personName, leaseUntil })
    .from(table)
    .where(live)
  return new Map(rows.map(row => [row.consumer, row]))
}

/** These people as the queue shows them, in the same order. */
export const reviewsOf = async (
  tx: Tx,
  rows: readonly ConsumerRow[],
  now: Date,
): Promise<Review[]> => {
  if (rows.length === 0) return []
  const keys = rows.map(({ key }) => key)
  const counts = await countDocuments(tx, keys, now)
  const claims = await claimsOf(tx, keys, now)
  const waiting = await waitingDocuments(tx, keys)
  return rows.map(row => {
    const { id, name, email, phone, company, industry, country } = row
    const { status } = standingAt(row, now)
    const oldest = waiting.get(row.key) ?? null
    const since = status === 'pending' ? row.createdAt : oldest
    const held = claims.get(row.key)
    return {
      ...{ id, name, email, phone, company, industry, country, status },
      waitsFor: [
        ...(status === 'pending' ? (['approval'] as const) : []),
        ...(oldest ? (['documents'] as const) : []),
      ],
      since: since?.toISOString() ?? null,
      ageHours: since && Math.max(0, Math.floor((now.getTime() - since.getTime()) / 3_600_000)),
      documents: allCounts(counts.get(row.key)),
      claimedBy: held?.person ?? null,
      claimedByName: held?.personName ?? null,
      claimedUntil: held?.leaseUntil.toISOString() ?? null,
    }
  })
}

/** When the oldest waiting document of each came. */
const waitingDocuments = async (
  tx: Tx,
  consumers: readonly number[],
): Promise<Map<number, Date>> => {
  const table = tx.table(documentsTable)
  const { consumer, createdAt, status } = table
  const rows = await tx.db
    .select({ consumer, createdAt })
    .from(table)
    .where(
      and(tx.scoped(documentsTable), inArray(consumer, [...consumers]), sql`${status} = 'waiting'`),
    )
  const oldest = new Map<number, Date>()
  for (const { consumer, createdAt } of rows) {
    const known = oldest.get(consumer)
    if (!known || createdAt < known) oldest.set(consumer, createdAt)
  }
  return oldest
}

/** A consumer as everyone outside sees one. */
import { and, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { NamedAccount } from '../accounts/record.ts'
import { effective, type Place, placeOf, Stop } from '../providers/standing.ts'
import type { World } from '../world.ts'
import { sources, standingAt, statuses, suspensionKinds } from './rules.ts'
import { consumersTable } from './table.ts'

export type ConsumerRow = RowOf<typeof consumersTable>

const instant = z.nullable(z.string())
const text = z.nullable(z.string())

/** What somebody is once their provider and their account are looked at, too. */
export const effectiveStatuses = [...statuses, 'disabled', 'closed'] as const

export const Consumer = z.object({
  id: z.string(),
  status: z.enum(statuses),
  effectiveStatus: z.enum(effectiveStatuses),
  /** What makes the effective status another than their own. */
  stoppedBy: z.nullable(Stop),
  statusReason: text,
  statusKind: z.nullable(z.enum(suspensionKinds)),
  suspendedUntil: instant,
  /** What the end of a suspension gives back. */
  suspendedFrom: z.nullable(z.enum(statuses)),
  /** Whom this record was merged into, by id. */
  mergedInto: text,
  erasedAt: instant,
  name: z.string(),
  firstName: text,
  lastName: text,
  company: text,
  industry: text,
  email: text,
  emailVerified: z.boolean(),
  emailVerifiedAt: instant,
  phone: text,
  phoneVerified: z.boolean(),
  phoneVerifiedAt: instant,
  country: text,
  language: text,
  externalId: text,
  source: z.enum(sources),
  tags: z.array(z.string()),
  /** The client they belong to; null for a person alone. */
  account: z.nullable(NamedAccount),
  /** The provider's id. */
  provider: z.string(),
  projectLimit: z.nullable(z.number()),
  twoFactor: z.boolean(),
  /** An amount of credits: a decimal string, as every amount is. */
  creditBalance: z.string(),
  /** Never signed in: a view of the record, not a status. */
  isNew: z.boolean(),
  lastSignInAt: instant,
  createdAt: z.string(),
})

export type Consumer = z.infer<typeof Consumer>

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** The record of one, as of now. */
export const recordIn = async ({ store, now }: World, row: ConsumerRow): Promise<Consumer> => {
  const [told] = await asReached(store, [row])
  return consumerRecord(told!, now, await placeOf(store, row))
}

/** Whom a record was merged into is for whoever reaches them. */
export const asReached = async (
  tx: Tx,
  rows: readonly ConsumerRow[],
): Promise<readonly ConsumerRow[]> => {
  const merged = rows.flatMap(row => row.mergedInto ?? [])
  if (merged.length === 0 || tx.scope.bounds.length === 0) return rows
  const { id } = tx.table(consumersTable)
  const found = await tx.db
    .select({ id })
    .from(tx.table(consumersTable))
    .where(and(tx.scoped(consumersTable), inArray(id, merged)))
  const reached = new Set<string | null>(found.map(one => one.id))
  return rows.map(row => (reached.has(row.mergedInto) ? row : { ...row, mergedInto: null }))
}

/** As of `now`: a suspension that has run out is over. */
export const consumerRecord = (stored: ConsumerRow, now: Date, place: Place): Consumer => {
  const row = standingAt(stored, now)
  // What is deleted has nothing left to stop.
  const stop = row.status === 'deleted' ? null : place.stoppedBy
  return {
    id: row.id,
    status: row.status,
    effectiveStatus: effective(row.status, stop),
    stoppedBy: stop,
    statusReason: row.statusReason,
    statusKind: row.statusKind,
    suspendedUntil: iso(row.suspendedUntil),
    suspendedFrom: row.suspendedFrom,
    mergedInto: row.mergedInto,
    erasedAt: iso(row.erasedAt),
    name: row.name,
    firstName: row.firstName,
    lastName: row.lastName,
    company: row.company,
    industry: row.industry,
    email: row.email,
    emailVerified: row.emailVerifiedAt !== null,
    emailVerifiedAt: iso(row.emailVerifiedAt),
    phone: row.phone,
    phoneVerified: row.phoneVerifiedAt !== null,
    phoneVerifiedAt: iso(row.phoneVerifiedAt),
    country: row.country,
    language: row.language,
    externalId: row.externalId,
    source: row.source,
    tags: row.tags,
    account: place.account,
    provider: place.providerId,
    projectLimit: row.projectLimit,
    twoFactor: row.twoFactor,
    creditBalance: String(row.creditBalance),
    isNew: row.lastSignInAt === null,
    lastSignInAt: iso(row.lastSignInAt),
    createdAt: row.createdAt.toISOString(),
  }
}

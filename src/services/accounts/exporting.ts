/** Accounts in a form that import reads back: others by their references, tags with their colours. */
import { and, eq, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { Tx } from '../../store/transaction.ts'
import { accountFeaturesTable, featuresTable } from '../features/table.ts'
import { providersTable } from '../providers/table.ts'
import { Account, type AccountRow, accountRecords } from './record.ts'
import { allowedBy } from './seating.ts'
import { accountsTable } from './table.ts'

const {
  parent: _,
  owner: __,
  tags: ___,
  effectiveStatus: ____,
  stoppedBy: _____,
  ...own
} = Account.shape

export const Exported = z.object({
  ...own,
  /** By its reference. */
  provider: z.string(),
  /** By its reference, or its email where it has none. */
  parent: z.nullable(z.string()),
  /** By their email. */
  owner: z.nullable(z.string()),
  ownerName: z.nullable(z.string()),
  /** As vip:red. */
  tags: z.array(z.string()),
  seats: z.nullable(z.number()),
  /** By their references. */
  features: z.array(z.string()),
})

export const exported = async (
  tx: Tx,
  rows: readonly AccountRow[],
): Promise<z.infer<typeof Exported>[]> => {
  const records = await accountRecords(tx, rows)
  const emails = await emailsOf(tx, rows)
  const features = await featuresOf(tx, rows)
  const providers = await referencesOf(tx)
  return records.map(({ parent, owner, tags, effectiveStatus, stoppedBy, ...known }, at) => ({
    ...known,
    provider: providers.get(known.provider)!,
    parent: parent && (parent.reference ?? emails.get(rows[at]!.parent!)!),
    owner: owner?.email ?? null,
    ownerName: owner?.name ?? null,
    tags: tags.map(({ tag, colour }) => `${tag}:${colour}`),
    seats: allowedBy(rows[at]!),
    features: features.filter(one => one.account === rows[at]!.key).map(one => one.reference),
  }))
}

const referencesOf = async (tx: Tx): Promise<Map<string, string>> => {
  const { id, reference } = tx.table(providersTable)
  const found = await tx.db
    .select({ id, reference })
    .from(tx.table(providersTable))
    .where(tx.scoped(providersTable))
  return new Map(found.map(one => [one.id, one.reference]))
}

const emailsOf = async (tx: Tx, rows: readonly AccountRow[]): Promise<Map<number, string>> => {
  const keys = rows.flatMap(({ parent }) => parent ?? [])
  if (keys.length === 0) return new Map()
  const { key, email } = tx.table(accountsTable)
  const found = await tx.db
    .select({ key, email })
    .from(tx.table(accountsTable))
    .where(and(tx.scoped(accountsTable), inArray(key, keys)))
  return new Map(found.map(one => [one.key, one.email]))
}

const featuresOf = async (tx: Tx, rows: readonly AccountRow[]) => {
  if (rows.length === 0) return []
  const held = tx.table(accountFeaturesTable)
  const table = tx.table(featuresTable)
  const keys = rows.map(({ key }) => key)
  return tx.db
    .select({ account: held.account, reference: table.reference })
    .from(held)
    .innerJoin(table, and(eq(table.key, held.feature), tx.scoped(featuresTable)))
    .where(inArray(held.account, keys))
    .orderBy(table.reference)
}

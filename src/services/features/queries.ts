/** The catalogue of features in the database, and which accounts have which. */
import { and, asc, count, eq, inArray } from 'drizzle-orm'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { NewRowOf, RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsTable } from '../accounts/table.ts'
import { accountFeaturesTable, featuresTable } from './table.ts'

export type FeatureRow = RowOf<typeof featuresTable>

const select = (tx: Tx, selector: string) => {
  const table = tx.table(featuresTable)
  const column = selector.startsWith('ftr_') ? table.id : table.reference
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(featuresTable), eq(column, selector)))
}

/** By reference or id, locked. Throws `conflict` where two providers have one of that name. */
export const getFeature = async (tx: Tx, selector: string): Promise<FeatureRow> => {
  const [found, ...others] = await tx.expressions.locking(select(tx, selector))
  if (!found) throw notFound('feature')
  if (others.length > 0) {
    const ids = [found, ...others].map(({ id }) => id)
    throw conflict(`Features of different providers go by this: ${ids.join(', ')}.`, {
      hint: 'Name one by its id, or say --provider.',
      details: { ids },
    })
  }
  tx.touch(featuresTable, found)
  return found
}

/** The id of the feature that each names, or null. */
export const featuresNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) {
    const found = await select(tx, selector)
    ids.push(found.length === 1 ? found[0]!.id : null)
  }
  return ids
}

/** All that the provider at hand has to give, in the order of their references. */
export const catalogueOf = (tx: Tx): Promise<FeatureRow[]> => {
  const table = tx.table(featuresTable)
  return tx.db
    .select()
    .from(table)
    .where(eq(table.provider, tx.scope.provider))
    .orderBy(asc(table.reference))
}

/** Throws `conflict` where the provider at hand has another of this name. */
const refuseTaken = async (tx: Tx, reference: string, except: number | null): Promise<void> => {
  const table = tx.table(featuresTable)
  const named = and(eq(table.provider, tx.scope.provider), eq(table.reference, reference))
  const [other] = await tx.db.select().from(table).where(named)
  if (!other || other.key === except) return
  throw conflict('Another feature has this reference.', {
    field: 'reference',
    details: { id: other.id },
  })
}

export const insertFeature = async (
  tx: Tx,
  row: Omit<NewRowOf<typeof featuresTable>, 'key' | 'provider'>,
): Promise<FeatureRow> => {
  await refuseTaken(tx, row.reference, null)
  return tx.insert(featuresTable, row)
}

export const updateFeature = async (
  tx: Tx,
  found: FeatureRow,
  patch: Partial<FeatureRow>,
): Promise<FeatureRow> => {
  if (patch.reference !== undefined) await refuseTaken(tx, patch.reference, found.key)
  return tx.update(featuresTable, found, patch)
}

/** How many accounts within reach have each of these, by the features' keys. */
export const countGranted = async (
  tx: Tx,
  features: readonly FeatureRow[],
): Promise<Map<number, number>> => {
  if (features.length === 0) return new Map()
  const { provider, account, feature } = tx.table(accountFeaturesTable)
  const accounts = tx.table(accountsTable)
  const keys = features.map(({ key }) => key)
  const rows = await tx.db
    .select({ feature, n: count() })
    .from(tx.table(accountFeaturesTable))
    .innerJoin(accounts, and(eq(accounts.provider, provider), eq(accounts.key, account)))
    .where(and(tx.scoped(accountsTable), inArray(feature, keys)))
    .groupBy(feature)
  return new Map(rows.map(row => [row.feature, row.n]))
}

/** The keys of the features that each of these accounts has. */
export const featuresOf = async (
  tx: Tx,
  accounts: readonly number[],
): Promise<Map<number, Set<number>>> => {
  const held = new Map(accounts.map(key => [key, new Set<number>()]))
  if (accounts.length === 0) return held
  const table = tx.table(accountFeaturesTable)
  const theirs = and(eq(table.provider, tx.scope.provider), inArray(table.account, [...accounts]))
  for (const { account, feature } of await tx.db.select().from(table).where(theirs)) {
    held.get(account)!.add(feature)
  }
  return held
}

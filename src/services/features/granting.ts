/**
 * Which features an account has. Nobody is granted more than what is above them has: an account at the
 * top all that its provider has to give, one beneath another what that one has. Whoever changes any of
 * it holds the tree of the provider meanwhile: see accounts/tree.ts.
 */
import { and, asc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm'
import { conflict, invalid } from '../../kernel/errors.ts'
import type { Subject } from '../../kernel/event.ts'
import { nearest } from '../../kernel/nearest.ts'
import { subjectOf } from '../../store/capture.ts'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import type { AccountRow } from '../accounts/record.ts'
import { accountsTable } from '../accounts/table.ts'
import { catalogueOf, type FeatureRow, featuresOf } from './queries.ts'
import { accountFeaturesTable, featuresTable } from './table.ts'

/** What an account has, and what else it can be granted: references, in their order. */
export type Standing = { features: string[]; available: string[] }

type Placed = Pick<AccountRow, 'key' | 'parent'>

/** Of accounts of the provider at hand, by their keys. */
export const standingsOf = async (
  tx: Tx,
  accounts: readonly Placed[],
): Promise<Map<number, Standing>> => {
  const all = await catalogueOf(tx)
  const parents = accounts.flatMap(({ parent }) => parent ?? [])
  const keys = [...new Set([...accounts.map(({ key }) => key), ...parents])]
  const held = all.length === 0 ? new Map<number, Set<number>>() : await featuresOf(tx, keys)
  const has = (account: number, { key }: FeatureRow) => held.get(account)?.has(key) ?? false
  return new Map(
    accounts.map(({ key, parent }) => {
      const features = all.filter(one => has(key, one))
      const rest = all.filter(one => !has(key, one))
      const available = parent === null ? rest : rest.filter(one => has(parent, one))
      return [key, { features: names(features), available: names(available) }]
    }),
  )
}

const names = (features: readonly FeatureRow[]): string[] =>
  features.map(({ reference }) => reference)

/** The features of the provider at hand that are named, by reference or id. Throws `invalid_input` on
 * `field` for one that it doesn't have. */
export const featuresGiven = async (
  tx: Tx,
  field: string,
  selectors: readonly string[],
): Promise<FeatureRow[]> => {
  if (selectors.length === 0) return []
  const all = await catalogueOf(tx)
  return selectors.map(selector => {
    const found = all.find(({ id, reference }) => selector === id || selector === reference)
    if (found) return found
    const near = nearest(selector, names(all))
    throw invalid(
      field,
      `${field} names a feature that its provider does not have.`,
      near ? `Did you mean ${near}?` : 'See: steward features list',
    )
  })
}

/** That an account has the feature of this reference, for a filter. */
export const hasFeature = (tx: Tx, reference: string): SQL => {
  const held = tx.table(accountFeaturesTable)
  const table = tx.table(featuresTable)
  const account = tx.table(accountsTable)
  return sql`exists (select 1 from ${held} inner join ${table} on ${table.key} = ${held.feature}
    where ${held.provider} = ${account.provider} and ${held.account} = ${account.key}
      and ${table.reference} = ${reference})`
}

type Change = {
  grant: readonly FeatureRow[]
  revoke: readonly FeatureRow[]
  /** Takes what is revoked from those beneath it, too. */
  withSubAccounts: boolean
}

/** Throws `conflict` for what the account above it doesn't have, and for what those beneath it have. The
 * change is noted with each account that it is about. */
export const changeFeatures = async (
  tx: Tx,
  account: AccountRow,
  { grant, revoke, withSubAccounts }: Change,
): Promise<void> => {
  const { provider, key } = account
  const held = (await featuresOf(tx, [key])).get(key)!
  const granted = grant.filter(one => !held.has(one.key))
  const revoked = revoke.filter(one => held.has(one.key))
  if (granted.length > 0) await refuseMore(tx, account, granted)
  if (revoked.length > 0) {
    const beneath = await beneathWith(tx, account, revoked)
    if (!withSubAccounts) refuseInUse(beneath, revoked)
    noteTaken(tx, beneath, revoked)
    await take(tx, account, revoked)
  }
  if (granted.length > 0) {
    const rows = granted.map(one => ({ provider, account: key, feature: one.key }))
    await tx.db.insert(tx.table(accountFeaturesTable)).values(rows)
  }
  noteChange(tx, subjectOf(accountsTable, account), { granted, revoked })
}

const noteChange = (
  tx: Tx,
  subject: Subject,
  { granted, revoked }: Record<'granted' | 'revoked', readonly FeatureRow[]>,
): void => {
  if (granted.length + revoked.length === 0) return
  tx.noteChange({
    subject,
    before: { features: names(revoked) },
    after: { features: names(granted) },
  })
}

/** What a new account is given. */
export const grantFeatures = async (
  tx: Tx,
  account: AccountRow,
  selectors: readonly string[],
): Promise<void> => {
  if (selectors.length === 0) return
  const grant = await featuresGiven(tx, 'features', selectors)
  await changeFeatures(tx, account, { grant, revoke: [], withSubAccounts: false })
}

/** Just these, in the place of what it has. */
export const setFeatures = async (
  tx: Tx,
  account: AccountRow,
  selectors: readonly string[],
): Promise<void> => {
  const grant = await featuresGiven(tx, 'features', selectors)
  const revoke = (await catalogueOf(tx)).filter(one => !grant.some(({ key }) => key === one.key))
  await changeFeatures(tx, account, { grant, revoke, withSubAccounts: false })
}

/** Throws `conflict` for what the account right above doesn't have. */
const refuseMore = async (
  tx: Tx,
  { parent }: Placed,
  features: readonly FeatureRow[],
): Promise<void> => {
  if (parent === null) return
  const above = (await featuresOf(tx, [parent])).get(parent)!
  const missing = names(features.filter(({ key }) => !above.has(key)))
  if (missing.length === 0) return
  throw conflict(`The account above it does not have ${missing.join(', ')}.`, {
    hint: 'An account is granted what the one above it has: grant it there first.',
    details: { features: missing },
  })
}

/** The accounts beneath one that have any of these, in the order of their ids. */
const beneathWith = (tx: Tx, { provider, key }: AccountRow, features: readonly FeatureRow[]) => {
  const tree = tx.table(accountTreeTable)
  const held = tx.table(accountFeaturesTable)
  const table = tx.table(accountsTable)
  const wanted = features.map(one => one.key)
  return tx.db
    .select({ account: table, feature: held.feature })
    .from(tree)
    .innerJoin(held, and(eq(held.provider, provider), eq(held.account, tree.account)))
    .innerJoin(table, and(eq(table.provider, provider), eq(table.key, tree.account)))
    .where(
      and(
        eq(tree.provider, provider),
        eq(tree.ancestor, key),
        gt(tree.depth, 0),
        inArray(held.feature, wanted),
      ),
    )
    .orderBy(asc(table.id))
}

/** How many of those in the way are told. */
const mostTold = 100

type Holding = { account: AccountRow; feature: number }

const refuseInUse = (beneath: readonly Holding[], features: readonly FeatureRow[]): void => {
  if (beneath.length === 0) return
  const byKey = new Map(features.map(one => [one.key, one.reference]))
  const inTheWay = beneath.slice(0, mostTold).map(({ account, feature }) => ({
    account: account.id,
    reference: account.reference,
    feature: byKey.get(feature)!,
  }))
  const told = inTheWay.slice(0, 5).map(one => `${one.reference ?? one.account} (${one.feature})`)
  const rest = beneath.length - told.length
  const more = rest > 0 ? ` and ${rest} more` : ''
  throw conflict(`Accounts beneath it have what would be taken: ${told.join(', ')}${more}.`, {
    hint: 'Take it from them first, or from all of them at once: --with-sub-accounts',
    details: { inTheWay, count: beneath.length },
  })
}

const noteTaken = (tx: Tx, beneath: readonly Holding[], features: readonly FeatureRow[]): void => {
  for (const account of new Map(beneath.map(one => [one.account.key, one.account])).values()) {
    const theirs = beneath.filter(one => one.account.key === account.key)
    const revoked = features.filter(({ key }) => theirs.some(one => one.feature === key))
    noteChange(tx, subjectOf(accountsTable, account), { granted: [], revoked })
  }
}

/** From an account and all beneath it: none of those has what it has not. */
const take = async (
  tx: Tx,
  { provider, key }: AccountRow,
  features: readonly FeatureRow[],
): Promise<void> => {
  const tree = tx.table(accountTreeTable)
  const table = tx.table(accountFeaturesTable)
  const beneath = tx.db
    .select({ account: tree.account })
    .from(tree)
    .where(and(eq(tree.provider, provider), eq(tree.ancestor, key)))
  const keys = features.map(one => one.key)
  const theirs = and(inArray(table.account, beneath), inArray(table.feature, keys))
  await tx.db.delete(table).where(and(eq(table.provider, provider), theirs))
}

/** Before an account lies beneath another: throws `conflict` for what it has and that one has not. What
 * lies beneath it has no more than it has itself. */
export const refuseUngranted = async (
  tx: Tx,
  account: Pick<AccountRow, 'key'>,
  parent: AccountRow | null,
): Promise<void> => {
  if (parent === null) return
  const held = (await featuresOf(tx, [account.key])).get(account.key)!
  const own = (await catalogueOf(tx)).filter(({ key }) => held.has(key))
  if (own.length > 0) await refuseMore(tx, { key: account.key, parent: parent.key }, own)
}

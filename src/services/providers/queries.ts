/** Providers in the database. */
import { and, asc, eq, ne, type SQL, sql } from 'drizzle-orm'
import type { Actor, Tenant } from '../../kernel/context.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import { reaches } from '../../kernel/permission.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { derivedText } from './fields.ts'
import { providersTable } from './table.ts'

export type ProviderRow = RowOf<typeof providersTable>

type ProviderPatch = Partial<Omit<ProviderRow, 'key' | 'id' | 'sortName' | 'searchText'>>

// The words of the index: there may have been others of this name, deleted since.
export const isLiving = sql`status <> 'deleted'`

const conditionFor = (tx: Tx, selector: string): SQL | undefined => {
  const { id, reference } = tx.table(providersTable)
  // A deleted one has let go of everything but its id.
  return selector.startsWith('prv_') ? eq(id, selector) : and(eq(reference, selector), isLiving)
}

/** By reference or id, a deleted one by its id alone; null when there is none. Not scoped: who calls is
 * still to be known. */
export const findProvider = async (tx: Tx, selector: string): Promise<ProviderRow | null> => {
  const table = tx.table(providersTable)
  const [found] = await tx.db.select().from(table).where(conditionFor(tx, selector))
  return found ?? null
}

type Known = Pick<ProviderRow, 'key' | 'id' | 'status'>

export const tenantOf = ({ key, id, status }: Known): Tenant => ({
  provider: key,
  providerId: id,
  ...(status === 'disabled' && { disabled: true }),
})

const tenants = async (tx: Tx, where: SQL): Promise<Tenant[]> => {
  const { key, id, status } = tx.table(providersTable)
  const rows = await tx.db
    .select({ key, id, status })
    .from(tx.table(providersTable))
    .where(where)
    .orderBy(asc(key))
  return rows.map(tenantOf)
}

/** Those within reach of whoever reaches all: a disabled one too, one that was deleted no more. */
export const allProviders = (tx: Tx): Promise<Tenant[]> =>
  tenants(tx, ne(tx.table(providersTable).status, 'deleted'))

/** From here on those that were deleted are there as well, to be looked at, for whoever reaches all. */
export const reachDeleted = async (tx: Tx, { level }: Actor): Promise<void> => {
  if (!reaches(level, 'whole')) return
  const deleted = await tenants(tx, eq(tx.table(providersTable).status, 'deleted'))
  tx.enter({ ...tx.scope, providers: [...tx.scope.providers, ...deleted] })
}

const select = (tx: Tx, selector: string) =>
  tx.db
    .select()
    .from(tx.table(providersTable))
    .where(and(tx.scoped(providersTable), conditionFor(tx, selector)))

export const readProvider = async (tx: Tx, selector: string): Promise<ProviderRow> => {
  const [found] = await select(tx, selector)
  if (!found) throw notFound('provider')
  tx.at({ provider: found.key })
  return found
}

/** The same, locked until the transaction's end. */
export const getProvider = async (tx: Tx, selector: string): Promise<ProviderRow> => {
  const [found] = await tx.expressions.locking(select(tx, selector))
  if (!found) throw notFound('provider')
  tx.touch(providersTable, found)
  return found
}

/** For each selector the id of what it names, or null. */
export const providersNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) ids.push((await select(tx, selector))[0]?.id ?? null)
  return ids
}

const refuseTaken = async (tx: Tx, reference: string): Promise<void> => {
  const table = tx.table(providersTable)
  const [other] = await tx.db
    .select({ id: table.id })
    .from(table)
    .where(and(eq(table.reference, reference), isLiving))
  if (!other) return
  throw conflict(`Another provider has this reference: ${other.id}.`, {
    field: 'reference',
    hint: `See: steward providers show ${other.id}`,
    details: other,
  })
}

type NewProvider = Pick<ProviderRow, 'id' | 'name' | 'reference' | 'createdAt'> & ProviderPatch

/** Makes a provider and goes on in it: its log begins with the event that tells of this. */
export const insertProvider = async (tx: Tx, row: NewProvider): Promise<ProviderRow> => {
  await refuseTaken(tx, row.reference)
  const derived = derivedText({ ...row, email: row.email ?? null })
  const made = await tx.insert(providersTable, {
    isDefault: false,
    status: 'active',
    ...row,
    ...derived,
  })
  const tenant = tenantOf(made)
  tx.enter({ ...tx.scope, ...tenant, providers: [...tx.scope.providers, tenant] })
  return made
}

export const updateProvider = async (
  tx: Tx,
  found: ProviderRow,
  patch: ProviderPatch,
): Promise<ProviderRow> => {
  const { reference } = patch
  if (reference !== undefined && reference !== found.reference) await refuseTaken(tx, reference)
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return tx.update(providersTable, found, { ...given, ...derivedText({ ...found, ...given }) })
}

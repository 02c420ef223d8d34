/** Consumers in the database. */
import { and, eq, ne, type SQL } from 'drizzle-orm'
import { conflict, notFound } from '../../kernel/errors.ts'
import { parseSelector } from '../../kernel/selector.ts'
import type { NewRowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { normalizeEmail } from '../contact/email.ts'
import { derivedText } from './contact.ts'
import type { ConsumerRow } from './record.ts'
import { standingAt } from './rules.ts'
import { consumersTable } from './table.ts'

export type NewConsumer = Omit<
  NewRowOf<typeof consumersTable>,
  'key' | 'provider' | 'sortName' | 'searchText'
> & { name: string }

export type ConsumerPatch = Partial<NewConsumer>

const conditionFor = (tx: Tx, selector: string): SQL | undefined => {
  const table = tx.table(consumersTable)
  const { kind, value } = parseSelector(selector)
  if (kind === 'id') return eq(table.id, value)
  // A deleted record has let go of everything but its id.
  const living = ne(table.status, 'deleted')
  if (kind === 'email') return and(living, eq(table.emailKey, normalizeEmail(value)?.key ?? value))
  return and(living, eq(kind === 'phone' ? table.phone : table.externalId, value))
}

const select = (tx: Tx, where: SQL | undefined) => {
  const table = tx.table(consumersTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(consumersTable), where))
}

/** Throws `not_found`: the same words for a record that never was and one of another tenant. */
export const readConsumer = async (tx: Tx, selector: string): Promise<ConsumerRow> => {
  const [found] = await select(tx, conditionFor(tx, selector))
  if (!found) throw notFound('consumer')
  return found
}

/** The same, locked until the transaction's end, with a suspension that has run out taken as over. */
export const getConsumer = async (tx: Tx, selector: string, now: Date): Promise<ConsumerRow> => {
  const [found] = await tx.expressions.locking(select(tx, conditionFor(tx, selector)))
  if (!found) throw notFound('consumer')
  tx.touch(consumersTable, found)
  return standingAt(found, now)
}

/** The living consumer with this external id or, failing that, email; as an import finds people. */
export const findForImport = async (
  tx: Tx,
  by: { externalId?: string | null; emailKey?: string | null },
): Promise<ConsumerRow | null> => {
  const table = tx.table(consumersTable)
  const living = ne(table.status, 'deleted')
  const find = async (condition: SQL) => {
    const [found] = await tx.expressions.locking(select(tx, and(living, condition)))
    return found ?? null
  }
  const byId = by.externalId ? await find(eq(table.externalId, by.externalId)) : null
  return byId ?? (by.emailKey ? find(eq(table.emailKey, by.emailKey)) : null)
}

const uniques = ['emailKey', 'phone', 'externalId'] as const
const saidAs = { emailKey: 'email', phone: 'phone', externalId: 'externalId' } as const

/** Throws `conflict`, naming who holds an email, phone or external id that this record wants. */
export const refuseTaken = async (
  tx: Tx,
  wanted: Partial<Pick<ConsumerRow, 'emailKey' | 'phone' | 'externalId'>>,
  self: number | null = null,
): Promise<void> => {
  const table = tx.table(consumersTable)
  for (const name of uniques) {
    const value = wanted[name]
    if (!value) continue
    const holders = await select(tx, and(eq(table[name], value), ne(table.status, 'deleted')))
    const holder = holders.find(row => row.key !== self)
    if (!holder) continue
    const field = saidAs[name]
    const shown = field === 'externalId' ? 'external id' : field
    throw conflict(`Another consumer has this ${shown}: ${holder.id}.`, {
      field,
      hint: `See: steward consumers show ${holder.id}`,
      details: { id: holder.id },
    })
  }
}

export const insertConsumer = async (tx: Tx, row: NewConsumer): Promise<ConsumerRow> => {
  const full = { email: null, company: null, phone: null, ...row }
  await refuseTaken(tx, row)
  return tx.insert(consumersTable, { ...row, ...derivedText(full) })
}

/** Writes what differs; search and sort text follow. */
export const updateConsumer = async (
  tx: Tx,
  found: ConsumerRow,
  patch: ConsumerPatch,
): Promise<ConsumerRow> => {
  const wanted = Object.fromEntries(
    uniques.filter(name => patch[name] !== found[name]).map(name => [name, patch[name]]),
  )
  await refuseTaken(tx, wanted, found.key)
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return tx.update(consumersTable, found, { ...patch, ...derivedText({ ...found, ...given }) })
}

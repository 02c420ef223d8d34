/** The team as a file has it: by email and references, so that it can be brought in elsewhere. */
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsTable } from '../accounts/table.ts'
import { providersTable } from '../providers/table.ts'
import { type GrantedAccount, grantsOf } from '../roles/grants.ts'
import type { SupervisorRow } from './queries.ts'
import { supervisorRecords } from './record.ts'
import { statuses } from './rules.ts'

const text = z.nullable(z.string())

export const Exported = z.object({
  /** The reference of whose people they are: they are brought in there, and nowhere else. */
  provider: z.string(),
  email: z.string(),
  name: z.string(),
  firstName: text,
  lastName: text,
  /** Null where it is the email. */
  userName: text,
  phone: text,
  /** By its name. */
  role: z.string(),
  /** References, or ids where there are none; or all. Null where it can't be said within reach. */
  accounts: z.nullable(z.array(z.string())),
  subAccounts: z.nullable(z.array(z.string())),
  everyProvider: z.boolean(),
  twoFactor: z.boolean(),
  id: z.string(),
  status: z.enum(statuses),
  lastSignInAt: text,
  createdAt: z.string(),
})

export const exported = async (
  tx: Tx,
  rows: readonly SupervisorRow[],
): Promise<z.infer<typeof Exported>[]> => {
  const records = await supervisorRecords(tx, rows)
  const some = rows.filter(({ accounts }) => accounts === 'some').map(({ id }) => id)
  const grants = await grantsOf(tx, some)
  const all = []
  const providers = await referencesOf(tx)
  for (const [at, record] of records.entries()) {
    const granted = grants.get(record.id) ?? []
    const { name, firstName, lastName, email, userName, phone, everyProvider } = record
    all.push({
      provider: providers.get(record.provider) ?? record.provider,
      ...{ email, name, firstName, lastName },
      userName: userName === email ? null : userName,
      phone,
      role: record.roleName,
      ...(await reachOf(tx, rows[at]!, granted)),
      everyProvider,
      twoFactor: record.twoFactorRequired,
      id: record.id,
      status: record.status,
      lastSignInAt: record.lastSignInAt,
      createdAt: record.createdAt,
    })
  }
  return all
}

/** Of the providers within reach, by their ids. */
const referencesOf = async (tx: Tx): Promise<Map<string, string>> => {
  const { id, reference } = tx.table(providersTable)
  const ids = [tx.scope, ...tx.scope.providers].map(({ providerId }) => providerId)
  const rows = await tx.db
    .select({ id, reference })
    .from(tx.table(providersTable))
    .where(inArray(id, ids))
  return new Map(rows.map(row => [row.id, row.reference]))
}

const nameOf = ({ reference, id }: Pick<GrantedAccount, 'reference' | 'id'>) => reference ?? id

type Reach = { accounts: string[] | null; subAccounts: string[] | null }

const reachOf = async (
  tx: Tx,
  { accounts, subAccounts }: SupervisorRow,
  granted: readonly GrantedAccount[],
): Promise<Reach> => {
  const names = granted.map(nameOf)
  if (accounts === 'all') return { accounts: ['all'], subAccounts: null }
  if (subAccounts === null) return { accounts: names, subAccounts: null }
  if (subAccounts === 'all') return { accounts: names, subAccounts: ['all'] }
  const above = await accountsAbove(tx, granted)
  // Said in part it would be something else.
  return above ? { accounts: above, subAccounts: names } : { accounts: null, subAccounts: null }
}

/** The nearest account that all of these lie beneath, else the one right above each; null where one of
 * them is out of reach. */
const accountsAbove = async (
  tx: Tx,
  granted: readonly GrantedAccount[],
): Promise<string[] | null> => {
  const { key, id, reference } = tx.table(accountsTable)
  const { account, ancestor, depth, provider } = tx.table(accountTreeTable)
  const keys = granted.map(one => one.key)
  const rows = await tx.db
    .select({ id, reference, account, depth })
    .from(tx.table(accountTreeTable))
    .innerJoin(
      tx.table(accountsTable),
      and(eq(tx.table(accountsTable).provider, provider), eq(key, ancestor)),
    )
    .where(and(tx.scoped(accountsTable), inArray(account, keys), gt(depth, 0)))
    .orderBy(asc(depth))
  const over = (one: { id: string }) => rows.filter(row => row.id === one.id).length
  const common = rows.find(row => over(row) === keys.length)
  if (common) return [nameOf(common)]
  const right = rows.filter(row => row.depth === 1)
  return right.length === keys.length ? [...new Set(right.map(nameOf))] : null
}

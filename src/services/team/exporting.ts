/** The team as a file has it: by email and references, so that it can be brought in elsewhere. */
import { and, eq, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsTable } from '../accounts/table.ts'
import { type GrantedAccount, grantsOf } from '../roles/grants.ts'
import type { SupervisorRow } from './queries.ts'
import { supervisorRecords } from './record.ts'
import { statuses } from './rules.ts'

const text = z.nullable(z.string())

export const Exported = z.object({
  email: z.string(),
  name: z.string(),
  firstName: text,
  lastName: text,
  /** Null where it is the email. */
  userName: text,
  phone: text,
  /** By its name. */
  role: z.string(),
  /** References, or ids where there are none; or all. */
  accounts: z.array(z.string()),
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
  for (const [at, record] of records.entries()) {
    const granted = grants.get(record.id) ?? []
    const { name, firstName, lastName, email, userName, phone, everyProvider } = record
    all.push({
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

const nameOf = ({ reference, id }: Pick<GrantedAccount, 'reference' | 'id'>) => reference ?? id

const reachOf = async (
  tx: Tx,
  { accounts, subAccounts }: SupervisorRow,
  granted: readonly GrantedAccount[],
): Promise<{ accounts: string[]; subAccounts: string[] | null }> => {
  const names = granted.map(nameOf)
  if (accounts === 'all') return { accounts: ['all'], subAccounts: null }
  if (subAccounts === null) return { accounts: names, subAccounts: null }
  if (subAccounts === 'all') return { accounts: names, subAccounts: ['all'] }
  return { accounts: await parentsOf(tx, granted), subAccounts: names }
}

/** The accounts right above these. */
const parentsOf = async (tx: Tx, granted: readonly GrantedAccount[]): Promise<string[]> => {
  const tree = tx.table(accountTreeTable)
  const { key, id, reference, provider } = tx.table(accountsTable)
  const beneath = inArray(
    tree.account,
    granted.map(one => one.key),
  )
  const rows = await tx.db
    .selectDistinct({ id, reference })
    .from(tree)
    .innerJoin(tx.table(accountsTable), and(eq(provider, tree.provider), eq(key, tree.ancestor)))
    .where(and(beneath, eq(tree.depth, 1)))
  return rows.map(nameOf)
}

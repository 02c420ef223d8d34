/** What somebody may, and with whose data, said plainly: in mails, and on their record. */
import { eq } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'
import { providersTable } from '../providers/table.ts'
import { grantsOf } from '../roles/grants.ts'
import { roleNames } from '../roles/queries.ts'
import type { SupervisorRow } from './queries.ts'

type Reach = Pick<SupervisorRow, 'everyProvider' | 'accounts' | 'subAccounts'>
type Named = { name: string }

/** More names than this say less than their number. */
const mostNames = 5

const these = (granted: readonly Named[], noun: string): string => {
  const names = granted.slice(0, mostNames).map(({ name }) => name)
  const more = granted.length > mostNames ? ' and more' : ''
  const nouns = granted.length === 1 ? noun : `${noun}s`
  return `${granted.length} ${nouns}: ${names.join(', ')}${more}`
}

/** "all accounts, those to come too". */
export const reachText = (
  { everyProvider, accounts, subAccounts }: Reach,
  granted: readonly Named[],
): string => {
  if (subAccounts === 'some') return these(granted, 'sub-account')
  if (subAccounts === 'all') {
    return `all sub-accounts of ${granted[0]?.name ?? 'none'}, those to come too`
  }
  if (accounts === 'some') return granted.length > 0 ? these(granted, 'account') : 'no account'
  return everyProvider
    ? 'all accounts of every provider, those to come too'
    : 'all accounts, those to come too'
}

/** For a mail to them: their role, and what they reach. */
export const accessTold = async (
  tx: Tx,
  row: SupervisorRow,
): Promise<{ role: string; reach: string }> => {
  const granted = (await grantsOf(tx, [row.id])).get(row.id) ?? []
  const names = await roleNames(tx, [row.role])
  return { role: names.get(row.role) ?? row.role, reach: reachText(row, granted) }
}

/** What they have to name when they sign in: the reference of their provider, unless it is the default
 * one. */
export const providerToName = async (tx: Tx): Promise<string> => {
  const table = tx.table(providersTable)
  const [home] = await tx.db.select().from(table).where(eq(table.key, tx.scope.provider))
  return home && !home.isDefault ? home.reference : ''
}

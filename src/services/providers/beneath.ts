/** What lies beneath a provider, counted. */
import { and, count, eq, inArray, ne, type SQL } from 'drizzle-orm'
import type { AnyTable } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsTable } from '../accounts/table.ts'
import { consumersTable } from '../consumers/table.ts'
import { keysTable } from '../keys/table.ts'
import { supervisorsTable } from '../team/table.ts'
import type { ProviderRow } from './queries.ts'
import type { Beneath } from './rules.ts'

const counted = async (tx: Tx, table: AnyTable, where: SQL | undefined): Promise<number> => {
  const [row] = await tx.db.select({ n: count() }).from(table).where(where)
  return row!.n
}

/** What lies beneath a provider. People are counted along an index that holds their status. */
export const countBeneath = async (tx: Tx, { key }: ProviderRow): Promise<Beneath> => {
  const people = tx.table(consumersTable)
  const accounts = tx.table(accountsTable)
  const team = tx.table(supervisorsTable)
  const keys = tx.table(keysTable)
  const open = inArray(accounts.status, ['active', 'suspended'])
  const theirs = and(eq(people.provider, key), ne(people.status, 'deleted'))
  return {
    accounts: await counted(tx, accounts, and(eq(accounts.provider, key), open)),
    people: await counted(tx, people, theirs),
    team: await counted(tx, team, and(eq(team.provider, key), ne(team.status, 'deleted'))),
    keys: await counted(tx, keys, and(eq(keys.provider, key), ne(keys.status, 'revoked'))),
  }
}

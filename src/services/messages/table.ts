import { type SQL, sql } from 'drizzle-orm'
import { accountReached } from '../../store/scope.ts'
import { outboxTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { consumersTable } from '../consumers/table.ts'

/** The outbox, to those who look into it: whoever reaches some accounts sees what is about their people. */
export const messagesTable: typeof outboxTable = {
  ...outboxTable,
  within: (tx, table) => aboutReached(tx, table),
}

const aboutReached = (tx: Tx, message: { provider: unknown; subject: unknown }): SQL => {
  const { provider, id, account } = tx.table(consumersTable)
  const theirs = sql`${provider} = ${message.provider} and ${id} = ${message.subject}`
  return sql`exists (select 1 from ${tx.table(consumersTable)}
    where ${theirs} and ${accountReached(tx, provider, account)})`
}

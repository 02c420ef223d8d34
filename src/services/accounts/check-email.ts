import { and, eq, ne } from 'drizzle-orm'
import * as z from 'zod/mini'
import { email } from '../../kernel/fields.ts'
import { emailKey } from '../contact/email.ts'
import { operation } from '../world.ts'
import { NamedAccount, namedAccounts } from './record.ts'
import { accountsTable } from './table.ts'

export const checkEmail = operation({
  name: 'accounts.check-email',
  summary: 'Whether an account has this contact email already, and which, if you reach it.',
  effect: 'read',
  level: 'account',
  input: { email: email({ about: 'The email address of somebody who may become a client.' }) },
  output: z.object({
    email: z.string(),
    inUse: z.boolean(),
    account: z.nullable(NamedAccount),
  }),
  async run({ store }, { email }) {
    const table = store.table(accountsTable)
    const named = and(eq(table.emailKey, emailKey(email)), ne(table.status, 'template'))
    // In the provider where a new one would be, whoever reaches it.
    const [holder] = await store.db
      .select({ key: table.key })
      .from(table)
      .where(and(eq(table.provider, store.scope.provider), named))
    const [reached] = holder ? await namedAccounts(store, [holder.key]) : []
    const { key: _, ...account } = reached ?? { key: 0 }
    return {
      email,
      inUse: holder !== undefined,
      account: reached ? (account as NamedAccount) : null,
    }
  },
})

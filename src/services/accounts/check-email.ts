import { and, eq, ne } from 'drizzle-orm'
import * as z from 'zod/mini'
import { email } from '../../kernel/fields.ts'
import { ofProviders } from '../../store/scope.ts'
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
    /** The id of the provider that has it. */
    provider: z.nullable(z.string()),
  }),
  async run({ store }, { email }) {
    const table = store.table(accountsTable)
    const named = and(eq(table.emailKey, emailKey(email)), ne(table.status, 'template'))
    const holders = await store.db
      .select({ key: table.key, provider: table.provider })
      .from(table)
      .where(and(ofProviders(store, accountsTable), named))
    const { providers, provider: home } = store.scope
    // Where a new one would be comes before another provider.
    const holder = holders.find(({ provider }) => provider === home) ?? holders[0]
    const [reached] = holder ? await namedAccounts(store, [holder.key]) : []
    const of = providers.find(({ provider }) => provider === holder?.provider)
    const { key: _, ...account } = reached ?? { key: 0 }
    return {
      email,
      inUse: holder !== undefined,
      account: reached ? (account as NamedAccount) : null,
      provider: of?.providerId ?? null,
    }
  },
})

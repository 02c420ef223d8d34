import { eq, inArray, type SQL } from 'drizzle-orm'
import * as z from 'zod/mini'
import { flag, withDefault } from '../../kernel/fields.ts'
import { pageOf } from '../../kernel/list.ts'
import type { Tx } from '../../store/transaction.ts'
import { consumerFields, consumerPage } from '../consumers/listing.ts'
import { Consumer } from '../consumers/record.ts'
import { consumersTable } from '../consumers/table.ts'
import { operation } from '../world.ts'
import { readAccount } from './queries.ts'
import { type AccountRow, account } from './record.ts'
import { beneath as accountsBeneath } from './tree.ts'

const Member = z.extend(Consumer, {
  /** Owns this account. */
  owner: z.boolean(),
})

export const accountMembers = operation({
  name: 'accounts.members',
  summary: 'The people of an account, the newest first, and who of them owns it.',
  effect: 'read',
  level: 'sub-account',
  input: {
    account,
    ...consumerFields,
    beneath: withDefault(flag({ about: 'And those of all accounts beneath it.' }), false),
  },
  output: pageOf(Member),
  async run({ store, now }, { account, ...input }) {
    const row = await readAccount(store, account)
    const where = input.beneath ? ofLine(store, row) : ofAccount(store, row)
    const named = { ...input, account: row.id }
    const { data, ...page } = await consumerPage(store, now, named, { cursors: 'members', where })
    const owner = await ownerOf(store, row)
    return { data: data.map(one => ({ ...one, owner: one.id === owner })), ...page }
  },
})

const ofAccount = (tx: Tx, { key }: AccountRow): SQL => eq(tx.table(consumersTable).account, key)

const ofLine = (tx: Tx, row: AccountRow): SQL =>
  inArray(tx.table(consumersTable).account, accountsBeneath(tx, row, 0))

/** The id of whoever owns it; null where nobody does. */
const ownerOf = async (tx: Tx, { owner }: AccountRow): Promise<string | null> => {
  if (owner === null) return null
  const { id, key } = tx.table(consumersTable)
  const [found] = await tx.db.select({ id }).from(tx.table(consumersTable)).where(eq(key, owner))
  return found?.id ?? null
}

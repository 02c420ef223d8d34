import * as z from 'zod/mini'
import { conflict, invalid } from '../../kernel/errors.ts'
import { flag, optional, ref, withDefault } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { lockedAccounts, readAccount } from './queries.ts'
import { Account, type AccountRow, account, accountRecord } from './record.ts'
import { relocate } from './relocating.ts'
import { refuseClosed } from './rules.ts'
import { accountsTable } from './table.ts'
import { lockTree } from './tree.ts'

export const moveAccount = operation({
  name: 'accounts.move',
  summary: 'Put an account, with all beneath it, under another or at the top.',
  effect: 'write',
  level: 'account',
  confirm: true,
  input: {
    account,
    parent: optional(ref('accounts', 'What it is to lie beneath: id, email or reference.')),
    top: withDefault(flag({ about: 'At the top, beneath none.' }), false),
  },
  output: z.extend(Account, {
    /** How many accounts moved: this one and those beneath it. */
    moved: z.number(),
  }),
  check({ parent, top }) {
    if ((parent === undefined) === top) return
    throw invalid('parent', 'Say where to: --parent ACCOUNT, or --top.')
  },
  async run(world, { account, parent }) {
    const { store } = world
    const { found, above } = await held(store, account, parent)
    for (const one of above ? [found, above] : [found]) refuseClosed(one)
    const { row, moved } = await relocate(world, found, above)
    return { ...(await accountRecord(store, row)), moved }
  },
})

/** Both, locked in the order of their ids, while nobody else changes the tree. */
const held = async (
  tx: Tx,
  account: string,
  parent: string | undefined,
): Promise<{ found: AccountRow; above: AccountRow | null }> => {
  const wanted = await readAccount(tx, account)
  const other = parent === undefined ? null : await readAccount(tx, parent)
  if (other && other.provider !== wanted.provider) {
    throw conflict('An account can not move to another provider.', { field: 'parent' })
  }
  await lockTree(tx)
  const keys = other ? [wanted.key, other.key] : [wanted.key]
  const rows = await lockedAccounts(tx, keys)
  const found = rows.find(({ key }) => key === wanted.key)!
  tx.touch(accountsTable, found)
  return { found, above: rows.find(({ key }) => key === other?.key) ?? null }
}

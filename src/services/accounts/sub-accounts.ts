import { and, inArray } from 'drizzle-orm'
import * as z from 'zod/mini'
import { invalid } from '../../kernel/errors.ts'
import { integer, optional, text, withDefault } from '../../kernel/fields.ts'
import { largestPage, pageOf } from '../../kernel/list.ts'
import { cursorKeyOf, decodeCursor, encodeCursor, orderName } from '../../kernel/page.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { readAccount } from './queries.ts'
import { Account, type AccountRow, account, accountRecords } from './record.ts'
import { accountsTable } from './table.ts'
import { beneath } from './tree.ts'

const SubAccount = z.extend(Account, {
  /** How far beneath: 1 is right there. */
  depth: z.number(),
})

export const subAccounts = operation({
  name: 'accounts.sub-accounts',
  summary: 'All accounts beneath one as a tree: each is followed by what lies beneath it.',
  effect: 'read',
  level: 'sub-account',
  input: {
    account,
    depth: optional(integer({ about: 'No further down than this.', min: 1, max: 1000 })),
    limit: withDefault(integer({ about: 'Rows on a page.', min: 1, max: largestPage }), 50),
    cursor: optional(text({ about: 'Where the page before ended: its nextCursor.', max: 1000 })),
  },
  output: pageOf(SubAccount),
  async run({ store }, { account, depth: most = Number.MAX_SAFE_INTEGER, limit, cursor }) {
    const top = await readAccount(store, account)
    const places = inTree(await readBeneath(store, top), top.key, most)
    const sort = orderName('tree', { account: top.id, depth: most })
    const cursorKey = cursorKeyOf(store.scope)
    const from =
      cursor === undefined ? 0 : placeAfter(places, decodeCursor(cursor, sort, cursorKey))
    const wanted = places.slice(from, from + limit)
    const hasMore = from + limit < places.length
    const values = [wanted.at(-1)?.key ?? null]
    return {
      data: await recordsOf(store, wanted),
      hasMore,
      nextCursor: hasMore ? encodeCursor({ sort, values }, cursorKey) : null,
      total: places.length,
    }
  },
})

type Beneath = Pick<AccountRow, 'key' | 'parent'>
type Place = { key: number; depth: number }

/** By name, of equals the older first. */
const readBeneath = async (tx: Tx, top: AccountRow): Promise<Beneath[]> => {
  const table = tx.table(accountsTable)
  const { key, parent, sortName } = table
  const mine = and(tx.scoped(accountsTable), inArray(key, beneath(tx, top, 1)))
  return tx.db.select({ key, parent }).from(table).where(mine).orderBy(sortName, key)
}

/** Each followed by what lies beneath it. */
const inTree = (rows: readonly Beneath[], top: number, most: number): Place[] => {
  const children = Map.groupBy(rows, ({ parent }) => parent)
  const found: Place[] = []
  const waiting: Place[] = [{ key: top, depth: 0 }]
  for (let place = waiting.pop(); place; place = waiting.pop()) {
    const { key, depth } = place
    if (depth > 0) found.push(place)
    if (depth === most) continue
    const right = children.get(key) ?? []
    waiting.push(...right.toReversed().map(child => ({ key: child.key, depth: depth + 1 })))
  }
  return found
}

const placeAfter = (places: readonly Place[], [last]: unknown[]): number => {
  const at = places.findIndex(({ key }) => key === last)
  if (at >= 0) return at + 1
  throw invalid('cursor', 'The account that the page before ended with is not here any more.')
}

const recordsOf = async (tx: Tx, wanted: readonly Place[]) => {
  const table = tx.table(accountsTable)
  const keys = wanted.map(({ key }) => key)
  const rows: AccountRow[] = await tx.db.select().from(table).where(inArray(table.key, keys))
  const byKey = new Map(rows.map(row => [row.key, row]))
  const records = await accountRecords(
    tx,
    keys.map(key => byKey.get(key)!),
  )
  return records.map((record, at) => ({ ...record, depth: wanted[at]!.depth }))
}

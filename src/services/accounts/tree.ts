/**
 * Who lies beneath whom. Each account keeps its parent, and account_tree all that lies above it, so
 * that one look tells whether an account is within reach. Whoever changes the tree of a provider holds
 * its row meanwhile: what is read of the tree then is what will be when it is written.
 */
import { and, asc, count, eq, gt, gte, inArray, sql, sum } from 'drizzle-orm'
import * as z from 'zod/mini'
import { notFound } from '../../kernel/errors.ts'
import { accountTreeTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { isLiving } from '../consumers/known.ts'
import { consumersTable } from '../consumers/table.ts'
import { providersTable } from '../providers/table.ts'
import { type AccountRow, type NamedAccount, namedAccounts } from './record.ts'

/** Until the transaction's end nobody else adds an account to the provider at hand, or moves one; nor
 * does anybody delete it. Throws `not_found` where somebody just has. */
export const lockTree = async (tx: Tx): Promise<void> => {
  const table = tx.table(providersTable)
  const own = eq(table.key, tx.scope.provider)
  const [found] = await tx.expressions.locking(
    tx.db.select({ status: table.status }).from(table).where(own),
  )
  if (!found || found.status === 'deleted') throw notFound('provider')
}

/** Puts a new account into the tree. */
export const plant = async (
  tx: Tx,
  { provider, key }: AccountRow,
  parent: AccountRow | null,
): Promise<void> => {
  const table = tx.table(accountTreeTable)
  const above = parent === null ? [] : await lineOf(tx, parent)
  const lines = above.map(({ ancestor, depth }) => ({ ancestor, depth: depth + 1 }))
  const rows = [{ ancestor: key, depth: 0 }, ...lines]
  await tx.db.insert(table).values(rows.map(row => ({ ...row, provider, account: key })))
}

/** The keys of an account and all beneath it, or from `depth` on down, for a query. */
export const beneath = (
  tx: Tx,
  { provider, key }: Pick<AccountRow, 'provider' | 'key'>,
  depth: number,
) => {
  const table = tx.table(accountTreeTable)
  return tx.db
    .select({ key: table.account })
    .from(table)
    .where(and(eq(table.provider, provider), eq(table.ancestor, key), gte(table.depth, depth)))
}

/** An account and all above it, the nearest first. */
export const lineOf = async (tx: Tx, { provider, key }: Pick<AccountRow, 'provider' | 'key'>) => {
  const table = tx.table(accountTreeTable)
  return tx.db
    .select({ ancestor: table.ancestor, depth: table.depth })
    .from(table)
    .where(and(eq(table.provider, provider), eq(table.account, key)))
    .orderBy(asc(table.depth))
}

/** All above an account that is within reach, from the top down. */
export const parentsOf = async (tx: Tx, row: AccountRow): Promise<NamedAccount[]> => {
  const line = (await lineOf(tx, row)).filter(({ depth }) => depth > 0)
  if (line.length === 0) return []
  const named = await namedAccounts(
    tx,
    line.map(({ ancestor }) => ancestor),
  )
  return line.toReversed().flatMap(({ ancestor }) => {
    const found = named.find(({ key }) => key === ancestor)
    return found ? [{ id: found.id, reference: found.reference, name: found.name }] : []
  })
}

/** How many lie right beneath an account, at any depth, and how many people it and they have. */
export const Extent = z.object({
  subAccounts: z.number(),
  allSubAccounts: z.number(),
  people: z.number(),
  allPeople: z.number(),
})

export type Extent = z.infer<typeof Extent>

/** How many accounts lie beneath one, right there and at any depth, and how many people belong to it,
 * and to all of them. */
export const extentOf = async (tx: Tx, { provider, key }: AccountRow): Promise<Extent> => {
  const tree = tx.table(accountTreeTable)
  const consumers = tx.table(consumersTable)
  const beneath = and(eq(tree.provider, provider), eq(tree.ancestor, key))
  const [accounts] = await tx.db
    .select({ right: sum(sql`case when ${tree.depth} = 1 then 1 else 0 end`), all: count() })
    .from(tree)
    .where(beneath)
  const [people] = await tx.db
    .select({ right: sum(sql`case when ${tree.depth} = 0 then 1 else 0 end`), all: count() })
    .from(tree)
    .innerJoin(
      consumers,
      and(eq(consumers.provider, provider), eq(consumers.account, tree.account)),
    )
    .where(and(beneath, isLiving(tx)))
  return {
    subAccounts: Number(accounts!.right ?? 0),
    allSubAccounts: accounts!.all - 1,
    people: Number(people!.right ?? 0),
    allPeople: people!.all,
  }
}

/** Puts an account and all beneath it under another, or at the top; answers how many that are. The
 * tree is locked, and the other doesn't lie beneath it. */
export const replant = async (
  tx: Tx,
  { provider, key }: AccountRow,
  parent: AccountRow | null,
): Promise<number> => {
  const tree = tx.table(accountTreeTable)
  const lies = (account: unknown, ancestor: unknown) =>
    and(eq(tree.provider, provider), sql`${account} = ${ancestor}`)
  const beneath = tx.db.select({ account: tree.account }).from(tree).where(lies(tree.ancestor, key))
  const above = and(lies(tree.account, key), gt(tree.depth, 0))
  const left = tx.db.select({ ancestor: tree.ancestor }).from(tree).where(above)
  const crossing = and(inArray(tree.account, beneath), inArray(tree.ancestor, left))
  await tx.db.delete(tree).where(and(eq(tree.provider, provider), crossing))
  if (parent) {
    await tx.rows(sql`insert into account_tree (provider, account, ancestor, depth)
      select ${provider}, low.account, high.ancestor, low.depth + high.depth + 1
      from account_tree as low cross join account_tree as high
      where low.provider = ${provider} and low.ancestor = ${key}
        and high.provider = ${provider} and high.account = ${parent.key} returning account`)
  }
  const [row] = await tx.db.select({ n: count() }).from(tree).where(lies(tree.ancestor, key))
  return row!.n
}

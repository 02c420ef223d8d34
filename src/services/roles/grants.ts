/** The accounts that people and keys were granted, in the database. */
import { and, asc, count, eq, inArray, ne, type SQL } from 'drizzle-orm'
import type { Subject } from '../../kernel/event.ts'
import { accountReached } from '../../store/scope.ts'
import { accountGrantsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { accountsTable } from '../accounts/table.ts'
import type { Extent } from '../team/authority.ts'

/** An account and all beneath it, or with `itself` false only what lies beneath it. */
export type Grant = { account: number; itself: boolean }

export type GrantedAccount = {
  key: number
  id: string
  reference: string | null
  name: string
  itself: boolean
}

/** Who was granted what, by the holders' ids; nobody's entry is missing, those of all have none. */
export const grantsOf = async (
  tx: Tx,
  holders: readonly string[],
): Promise<Map<string, GrantedAccount[]>> => {
  const granted = new Map<string, GrantedAccount[]>(holders.map(holder => [holder, []]))
  if (holders.length === 0) return granted
  const grants = tx.table(accountGrantsTable)
  const { key, id, reference, name, provider } = tx.table(accountsTable)
  const rows = await tx.db
    .select({
      holder: grants.holder,
      account: { key, id, reference, name, itself: grants.itself },
    })
    .from(grants)
    .innerJoin(tx.table(accountsTable), and(eq(provider, grants.provider), eq(key, grants.account)))
    .where(and(ofReached(tx, grants.provider), inArray(grants.holder, [...holders])))
    .orderBy(asc(grants.account))
  for (const { holder, account } of rows) granted.get(holder)!.push(account)
  return granted
}

const ofReached = (tx: Tx, provider: unknown): SQL =>
  inArray(
    provider as never,
    tx.scope.providers.map(one => one.provider),
  )

/** Puts `grants` in the place of what the holder was granted, in the provider at hand; noted with the
 * event as a change of the holder. */
export const writeGrants = async (
  tx: Tx,
  holder: Subject,
  grants: readonly Grant[],
): Promise<void> => {
  const table = tx.table(accountGrantsTable)
  const { provider } = tx.scope
  const before = namesOf(await grantsHeld(tx, holder.id))
  const mine = and(eq(table.provider, provider), eq(table.holder, holder.id))
  if (before.length > 0) await tx.db.delete(table).where(mine)
  for (let at = 0; at < grants.length; at += chunk) {
    const rows = grants.slice(at, at + chunk).map(one => ({ ...one, provider, holder: holder.id }))
    await tx.db.insert(table).values(rows)
  }
  const after = namesOf(await grantsHeld(tx, holder.id))
  if (before.join() === after.join()) return
  const told = (names: string[]) => ({ grants: names })
  tx.noteChange({ subject: holder, before: told(before), after: told(after) })
}

/** Rows in one statement: each is four of the 32,766 values that SQLite takes at once. */
const chunk = 1000

const grantsHeld = async (tx: Tx, holder: string): Promise<GrantedAccount[]> =>
  (await grantsOf(tx, [holder])).get(holder)!

/** As the log keeps them; an account of which only what lies beneath is meant has a mark. */
const namesOf = (granted: readonly GrantedAccount[]): string[] =>
  granted.map(({ id, itself }) => (itself ? id : `${id}/*`))

/** How many accounts somebody reaches at this moment, templates left out; for a key also within what
 * whoever made it reaches. */
export const reachOf = async (
  tx: Tx,
  holder: Extent,
  maker: Extent | null = null,
): Promise<number> => {
  const { provider, key, status } = tx.table(accountsTable)
  const extents = maker ? [holder, maker] : [holder]
  const bounds = extents.filter(({ accounts }) => accounts === 'some').map(({ id }) => id)
  const theirs = extents.some(({ everyProvider }) => !everyProvider)
    ? eq(provider, holder.provider)
    : ofReached(tx, provider)
  const reached = bounds.length > 0 ? accountReached(tx, provider, key, bounds) : undefined
  const [found] = await tx.db
    .select({ n: count() })
    .from(tx.table(accountsTable))
    .where(and(theirs, reached, ne(status, 'template')))
  return found!.n
}

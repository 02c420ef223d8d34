/** Keys in the database. */
import { and, eq, ne } from 'drizzle-orm'
import type { Ids } from '../../kernel/context.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { NewRowOf, RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { digestOf, makeKey, previewOf } from './secret.ts'
import { keysTable } from './table.ts'

export type KeyRow = RowOf<typeof keysTable>

export type NewKey = Pick<RowOf<typeof keysTable>, 'name' | 'createdBy'> &
  Partial<Omit<NewRowOf<typeof keysTable>, 'key' | 'provider' | 'id' | 'hash' | 'preview'>>

/** Inserts a key and answers it with its text, which is known only here and now. */
export const addKey = async (
  tx: Tx,
  { now, ids, ...given }: NewKey & { now: Date; ids: Ids },
): Promise<{ row: KeyRow; apiKey: string }> => {
  const table = tx.table(keysTable)
  const named = and(eq(table.provider, tx.scope.provider), eq(table.name, given.name))
  const taken = and(named, ne(table.status, 'revoked'))
  const [other] = await tx.db.select({ id: table.id }).from(table).where(taken)
  if (other)
    throw conflict('An active key has this name already.', { field: 'name', details: other })
  const apiKey = makeKey(ids)
  const row = await tx.insert(keysTable, {
    ...given,
    id: ids.make('key'),
    hash: digestOf(apiKey),
    preview: previewOf(apiKey),
    status: 'active',
    createdAt: now,
  })
  return { row, apiKey }
}

const select = (tx: Tx, selector: string) => {
  const table = tx.table(keysTable)
  const wanted = selector.startsWith('key_') ? eq(table.id, selector) : eq(table.name, selector)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(keysTable), wanted))
}

/** A name may have been used before: the one in force is meant. */
const inForce = (rows: KeyRow[]): KeyRow | undefined =>
  rows.find(row => row.status === 'active') ?? rows.at(-1)

/** The id of the key that each names, or null. */
export const keysNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) ids.push(inForce(await select(tx, selector))?.id ?? null)
  return ids
}

/** A key by its id or by its name, for update. */
export const getKey = async (tx: Tx, selector: string): Promise<KeyRow> => {
  const found = inForce(await tx.expressions.locking(select(tx, selector)))
  if (!found) throw notFound('key')
  tx.touch(keysTable, found)
  return found
}

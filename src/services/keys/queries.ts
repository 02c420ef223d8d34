/** Keys in the database. */
import { and, eq } from 'drizzle-orm'
import type { Ids } from '../../kernel/context.ts'
import { conflict, notFound } from '../../kernel/errors.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { digestOf, makeKey, previewOf } from './secret.ts'
import { keysTable } from './table.ts'

export type KeyRow = RowOf<typeof keysTable>

/** Inserts a key and answers it with its text, which is known only here and now. */
export const addKey = async (
  tx: Tx,
  { name, createdBy, now, ids }: { name: string; createdBy: string; now: Date; ids: Ids },
): Promise<{ row: KeyRow; apiKey: string }> => {
  const table = tx.table(keysTable)
  const taken = and(tx.scoped(keysTable), eq(table.name, name), eq(table.status, 'active'))
  const [other] = await tx.db.select({ id: table.id }).from(table).where(taken)
  if (other)
    throw conflict('An active key has this name already.', { field: 'name', details: other })
  const apiKey = makeKey(ids)
  const row = await tx.insert(keysTable, {
    id: ids.make('key'),
    name,
    hash: digestOf(apiKey),
    preview: previewOf(apiKey),
    status: 'active',
    createdBy,
    createdAt: now,
  })
  return { row, apiKey }
}

/** A key by its id or by its name, for update. */
export const getKey = async (tx: Tx, selector: string): Promise<KeyRow> => {
  const table = tx.table(keysTable)
  const wanted = selector.startsWith('key_') ? eq(table.id, selector) : eq(table.name, selector)
  const query = tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(keysTable), wanted))
  const rows = await tx.expressions.locking(query)
  // A name may have been used before: the one in force is meant.
  const found = rows.find(row => row.status === 'active') ?? rows.at(-1)
  if (!found) throw notFound('key')
  tx.touch(keysTable, found)
  return found
}

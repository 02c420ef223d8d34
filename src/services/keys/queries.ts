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
  await refuseTaken(tx, given.name)
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

/** Throws `conflict` where another key of the provider at hand has this name. Which one is told only to
 * those who reach it. */
export const refuseTaken = async (tx: Tx, name: string, except: KeyRow | null = null) => {
  const table = tx.table(keysTable)
  const named = and(eq(table.provider, tx.scope.provider), eq(table.name, name))
  const taken = and(named, ne(table.status, 'revoked'))
  const [other] = await tx.db.select({ id: table.id }).from(table).where(taken)
  if (!other || other.id === except?.id) return
  const [reached] = await select(tx, other.id)
  throw conflict('A key that is not revoked has this name already.', {
    field: 'name',
    ...(reached && { details: other }),
  })
}

const select = (tx: Tx, selector: string) => {
  const table = tx.table(keysTable)
  const wanted = selector.startsWith('key_') ? eq(table.id, selector) : eq(table.name, selector)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(keysTable), wanted))
}

/** A name may have been used before: the one in force is meant. Two providers may have one each, and
 * then nobody knows which is. */
const inForce = (rows: KeyRow[]): KeyRow | undefined => {
  const living = rows.filter(({ status }) => status !== 'revoked')
  if (living.length < 2) return living[0] ?? rows.at(-1)
  throw conflict('Several providers have a key of this name.', {
    hint: 'Say which one by its id, or stay within one: --provider REFERENCE',
    details: { ids: living.map(({ id }) => id) },
  })
}

/** The id of the key that each names, or null. */
export const keysNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) ids.push(inForce(await select(tx, selector))?.id ?? null)
  return ids
}

/** A key by its id or by its name. */
export const readKey = async (tx: Tx, selector: string): Promise<KeyRow> => {
  const found = inForce(await select(tx, selector))
  if (!found) throw notFound('key')
  tx.at(found)
  return found
}

/** The same, for update. */
export const getKey = async (tx: Tx, selector: string): Promise<KeyRow> => {
  const found = inForce(await tx.expressions.locking(select(tx, selector)))
  if (!found) throw notFound('key')
  tx.touch(keysTable, found)
  return found
}

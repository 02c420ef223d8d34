/**
 * Erasing for good. What is deleted from a table lies about in its file until something else is
 * written there; in here the engine writes over it at once, as far as it can.
 */
import { sql } from 'drizzle-orm'
import type { Tx } from './transaction.ts'

/**
 * While `part` runs, what is deleted is overwritten (https://sqlite.org/pragma.html#pragma_secure_delete).
 * Copies that earlier writes left behind, and what a search index has only crossed out, are
 * Engine.rewrite's to remove. Postgres keeps what is dead until it vacuums, which no transaction
 * can do.
 */
export const shredding = async <T>(tx: Tx, part: () => Promise<T>): Promise<T> => {
  if (tx.dialect !== 'sqlite') return part()
  await tx.rows(sql`pragma secure_delete = on`)
  try {
    return await part()
  } finally {
    await tx.rows(sql`pragma secure_delete = off`)
  }
}

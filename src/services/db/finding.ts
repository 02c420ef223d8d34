/** What a check is, and how it finds what breaks it. */
import { type SQL, sql } from 'drizzle-orm'
import type { Tx } from '../../store/transaction.ts'

export type Check = {
  name: string
  /** What is true when it holds. */
  about: string
  /** What to do when it does not. */
  remedy: string
  /** What is found only has to be known: nothing is wrong. */
  notice?: boolean
  /** One line per thing that breaks it: an id where there is one. */
  find(tx: Tx): AsyncIterable<string> | Promise<Iterable<string>>
}

/** The first column of each row of a query, as text. */
export const found = async (tx: Tx, query: SQL): Promise<string[]> =>
  (await tx.rows<Record<string, unknown>>(query)).map(row => String(Object.values(row)[0]))

/** Rows that break a rule are few: beyond these nobody reads on, and memory stays flat. */
export const limit = sql.raw('limit 1000')

/** The remedy where no command of ours could have done it. */
export const byHand = 'Nothing of Steward writes this: find out what did, or restore a backup.'

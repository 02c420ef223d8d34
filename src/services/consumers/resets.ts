/** One-use links and codes to set a new password. Only their digest is kept. */
import { hash } from 'node:crypto'
import { and, eq, gt, inArray, isNull } from 'drizzle-orm'
import type { Vault } from '../../kernel/context.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Belongings } from './belongings.ts'
import type { ConsumerRow } from './record.ts'
import { passwordResetsTable } from './table.ts'

export type ResetRow = RowOf<typeof passwordResetsTable>

/** A link's token says by itself whose it is; a code only together with the person. Each says what
 * it is, so that no code is guessed as a token, uncounted. All codes there can be are hashed within
 * minutes, so theirs takes the organisation's secret key. */
export const digestOfToken = (token: string): string => hash('sha256', `link:${token}`, 'hex')
export const digestOfCode = (vault: Vault, consumer: number, code: string): string =>
  vault.digest(`code:${consumer}:${code}`)

/** The open resets of those whom a chunk's rows name, by person, as the rows change them. */
const openIn = new WeakMap<Tx, Map<number, ResetRow[]>>()

/** Fetches what these people were sent and have not used, for rows that would each ask for their own. */
export const fetchResets = async (tx: Tx, consumers: readonly number[]): Promise<void> => {
  const table = tx.table(passwordResetsTable)
  const open = new Map(consumers.map((key): [number, ResetRow[]] => [key, []]))
  const mine = and(tx.scoped(passwordResetsTable), isNull(table.usedAt))
  const found = await tx.db
    .select()
    .from(table)
    .where(and(mine, inArray(table.consumer, [...open.keys()])))
  for (const row of found) open.get(row.consumer)!.push(row)
  openIn.set(tx, open)
}

/** Anything sent before is void: there is one way in at a time. */
export const replaceResets = async (
  tx: Tx,
  reset: { consumer: number; kind: 'link' | 'code'; digest: string; expiresAt: Date },
  now: Date,
): Promise<void> => {
  await voidResets(tx, reset.consumer, now)
  const made: ResetRow = await tx.put(passwordResetsTable, reset)
  openIn.get(tx)?.set(reset.consumer, [made])
}

export const voidResets = async (tx: Tx, consumer: number, now: Date): Promise<void> => {
  const table = tx.table(passwordResetsTable)
  const known = openIn.get(tx)?.get(consumer)
  if (known) {
    for (const row of known) await tx.update(passwordResetsTable, row, { usedAt: now })
    openIn.get(tx)!.set(consumer, [])
    return
  }
  const mine = and(
    tx.scoped(passwordResetsTable),
    eq(table.consumer, consumer),
    isNull(table.usedAt),
  )
  await tx.db.update(table).set({ usedAt: now }).where(mine)
}

/** What was sent to an address that is no longer theirs lets nobody in. */
export const voidResetsOnMove = async (
  tx: Tx,
  before: ConsumerRow,
  after: ConsumerRow,
  now: Date,
): Promise<void> => {
  const moved = before.emailKey !== after.emailKey || before.phone !== after.phone
  if (moved) await voidResets(tx, after.key, now)
}

/** Whose reset it is, not locked: the person is locked first, as whoever sends a reset does. */
export const findReset = async (tx: Tx, digest: string): Promise<ResetRow | null> => {
  const table = tx.table(passwordResetsTable)
  const [found] = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(passwordResetsTable), eq(table.digest, digest)))
  return found ?? null
}

/** Takes the reset by a conditional update: of two at once, one gets it. Null when it is used,
 * expired, or never was. */
export const takeReset = async (tx: Tx, digest: string, now: Date): Promise<ResetRow | null> => {
  const table = tx.table(passwordResetsTable)
  const open = and(eq(table.digest, digest), isNull(table.usedAt), gt(table.expiresAt, now))
  const [taken] = await tx.db
    .update(table)
    .set({ usedAt: now })
    .where(and(tx.scoped(passwordResetsTable), open))
    .returning()
  return taken ?? null
}

/** A way in is nobody's to hand on, or to be handed out: a merge voids it. */
export const resetBelongings: Belongings = {
  name: 'passwordResets',
  async move(tx, from, _, now) {
    await voidResets(tx, from.key, now)
    return []
  },
  async erase(tx, owner) {
    const table = tx.table(passwordResetsTable)
    const mine = and(tx.scoped(passwordResetsTable), eq(table.consumer, owner.key))
    const erased = await tx.db.delete(table).where(mine).returning({ key: table.key })
    return erased.length
  },
}

/** Idempotency keys in the database. The claim is the first thing a transaction writes, so a second
 * call with the same key waits for the first one's end and then sees its answer. */
import { and, eq, gte, isNotNull, lt } from 'drizzle-orm'
import type { IdempotencyClaim, IdempotencyRecord } from '../kernel/context.ts'
import { conflict } from '../kernel/errors.ts'
import { keptForDays } from '../kernel/idempotency.ts'
import { idempotencyTable } from './tables.ts'
import type { Tx } from './transaction.ts'

const day = 86_400_000

const mine = (tx: Tx, { provider, person, key }: IdempotencyClaim) => {
  const table = tx.table(idempotencyTable)
  return and(eq(table.provider, provider), eq(table.person, person), eq(table.idempotencyKey, key))
}

export const claimKey = async (
  tx: Tx,
  claim: IdempotencyClaim,
): Promise<IdempotencyRecord | null> => {
  const table = tx.table(idempotencyTable)
  // An expired answer no longer stands in the way of its key.
  await tx.db.delete(table).where(and(mine(tx, claim), lt(table.expiresAt, claim.now)))
  const taken = await tx.db
    .insert(table)
    .values({
      provider: claim.provider,
      person: claim.person,
      idempotencyKey: claim.key,
      operation: claim.operation,
      digest: claim.digest(claim.salt),
      salt: claim.salt,
      createdAt: claim.now,
      expiresAt: new Date(claim.now.getTime() + keptForDays * day),
    })
    .onConflictDoNothing()
    .returning({ operation: table.operation })
  return taken.length > 0 ? null : standing(tx, claim)
}

const standing = async (tx: Tx, claim: IdempotencyClaim): Promise<IdempotencyRecord> => {
  const table = tx.table(idempotencyTable)
  const [row] = await tx.db.select().from(table).where(mine(tx, claim))
  if (!row || row.answer === null) {
    throw conflict('A request with this idempotency key is under way.', { field: 'idempotencyKey' })
  }
  return { ...row, answer: JSON.parse(row.answer) as unknown }
}

/** The answer of a call that has ended, if it hasn't expired. */
export const answeredKey = async (
  tx: Tx,
  claim: IdempotencyClaim,
): Promise<IdempotencyRecord | null> => {
  const table = tx.table(idempotencyTable)
  const kept = and(mine(tx, claim), gte(table.expiresAt, claim.now), isNotNull(table.answer))
  const [row] = await tx.db.select().from(table).where(kept)
  return row ? { ...row, answer: JSON.parse(row.answer!) as unknown } : null
}

/** Answers that have had their thirty days go, whoever's they were: they hold people's data. */
export const forgetExpired = async (tx: Tx, now: Date): Promise<void> => {
  const table = tx.table(idempotencyTable)
  await tx.db.delete(table).where(lt(table.expiresAt, now))
}

export const freeKey = async (tx: Tx, claim: IdempotencyClaim): Promise<void> => {
  await tx.db.delete(tx.table(idempotencyTable)).where(mine(tx, claim))
}

export const settleKey = async (
  tx: Tx,
  claim: IdempotencyClaim,
  answer: unknown,
): Promise<void> => {
  const table = tx.table(idempotencyTable)
  // Init begins outside of any provider and ends in the first: its answer is kept there.
  const kept = claim.provider === 0 ? { provider: tx.scope.provider } : {}
  await tx.db
    .update(table)
    .set({ answer: JSON.stringify(answer ?? null), ...kept })
    .where(mine(tx, claim))
}

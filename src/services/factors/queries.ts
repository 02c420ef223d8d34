/** Authenticator apps and sent codes in the database. */
import { and, desc, eq, gt, inArray, isNotNull, isNull, lt } from 'drizzle-orm'
import type { Vault } from '../../kernel/context.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { type CodePurpose, factorsTable, sentCodesTable } from './table.ts'

export type FactorRow = RowOf<typeof factorsTable>
export type SentCodeRow = RowOf<typeof sentCodesTable>

const mine = (tx: Tx, supervisor: number) =>
  and(tx.scoped(factorsTable), eq(tx.table(factorsTable).supervisor, supervisor))

/** The app that counts. */
export const confirmedFactor = async (tx: Tx, supervisor: number): Promise<FactorRow | null> => {
  const table = tx.table(factorsTable)
  const counts = and(mine(tx, supervisor), isNotNull(table.confirmedAt))
  const [row] = await tx.db.select().from(table).where(counts)
  return row ?? null
}

/** Those among some people who have an app that counts. */
export const enrolledAmong = async (
  tx: Tx,
  supervisors: readonly number[],
): Promise<Set<number>> => {
  const table = tx.table(factorsTable)
  const theirs = and(tx.scoped(factorsTable), inArray(table.supervisor, [...supervisors]))
  const rows = await tx.db
    .select({ supervisor: table.supervisor })
    .from(table)
    .where(and(theirs, isNotNull(table.confirmedAt)))
  return new Set(rows.map(({ supervisor }) => supervisor))
}

/** The app that waits for its first code. */
export const pendingFactor = async (tx: Tx, supervisor: number): Promise<FactorRow | null> => {
  const table = tx.table(factorsTable)
  const waiting = and(mine(tx, supervisor), isNull(table.confirmedAt))
  const [row] = await tx.db.select().from(table).where(waiting).orderBy(desc(table.key)).limit(1)
  return row ?? null
}

/** Takes a step by a conditional update: no step counts twice, across processes. */
export const takeStep = async (tx: Tx, factor: FactorRow, step: number): Promise<boolean> => {
  const table = tx.table(factorsTable)
  const unused = and(eq(table.key, factor.key), lt(table.lastStep, step))
  const taken = await tx.db.update(table).set({ lastStep: step }).where(unused).returning()
  return taken.length > 0
}

/** Removes all of a person's apps but one; answers how many there were. */
export const removeFactors = async (
  tx: Tx,
  supervisor: number,
  keep: string | null = null,
): Promise<number> => {
  const table = tx.table(factorsTable)
  const rows = await tx.db.select().from(table).where(mine(tx, supervisor))
  const others = rows.filter(row => row.id !== keep)
  for (const row of others) await tx.remove(factorsTable, row)
  return others.length
}

/** Six digits are soon guessed behind a plain digest, so theirs takes the organisation's secret key; a
 * code says nothing without the person and what it is for. */
export const digestOfSent = (
  vault: Vault,
  supervisor: number,
  purpose: CodePurpose,
  code: string,
): string => vault.digest(`${supervisor}:${purpose}:${code.trim()}`)

const sentTo = (tx: Tx, supervisor: number, purpose: CodePurpose) => {
  const table = tx.table(sentCodesTable)
  const person = and(tx.scoped(sentCodesTable), eq(table.supervisor, supervisor))
  return and(person, eq(table.purpose, purpose))
}

/** Codes sent for this purpose since `since`, the newest first. */
export const sentSince = async (
  tx: Tx,
  supervisor: number,
  purpose: CodePurpose,
  since: Date,
): Promise<SentCodeRow[]> => {
  const table = tx.table(sentCodesTable)
  const recent = and(sentTo(tx, supervisor, purpose), gt(table.createdAt, since))
  return tx.db.select().from(table).where(recent).orderBy(desc(table.createdAt))
}

/** The codes before it are void: one at a time is good. */
export const keepSentCode = async (
  tx: Tx,
  code: Pick<
    SentCodeRow,
    'supervisor' | 'purpose' | 'target' | 'digest' | 'createdAt' | 'expiresAt'
  >,
): Promise<void> => {
  const table = tx.table(sentCodesTable)
  const open = and(sentTo(tx, code.supervisor, code.purpose), isNull(table.usedAt))
  await tx.db.update(table).set({ usedAt: code.createdAt }).where(open)
  await tx.db.insert(table).values({ ...code, provider: tx.scope.provider })
}

/** No code that this person was sent before lets anyone in any more. */
export const voidSentCodes = async (tx: Tx, supervisor: number, now: Date): Promise<void> => {
  const table = tx.table(sentCodesTable)
  const theirs = and(tx.scoped(sentCodesTable), eq(table.supervisor, supervisor))
  await tx.db
    .update(table)
    .set({ usedAt: now })
    .where(and(theirs, isNull(table.usedAt)))
}

/** Whether this code would be taken; for `prepare`, before work that only it is worth. */
export const holdsSentCode = async (
  tx: Tx,
  supervisor: number,
  purpose: CodePurpose,
  digest: string,
  now: Date,
): Promise<boolean> => {
  const table = tx.table(sentCodesTable)
  const [row] = await tx.db
    .select({ key: table.key })
    .from(table)
    .where(openCode(tx, supervisor, purpose, digest, now))
  return row !== undefined
}

const openCode = (tx: Tx, supervisor: number, purpose: CodePurpose, digest: string, now: Date) => {
  const table = tx.table(sentCodesTable)
  const good = and(eq(table.digest, digest), isNull(table.usedAt), gt(table.expiresAt, now))
  return and(sentTo(tx, supervisor, purpose), good)
}

/** Takes a sent code by a conditional update. Answers what it was sent to. */
export const takeSentCode = async (
  tx: Tx,
  supervisor: number,
  purpose: CodePurpose,
  digest: string,
  now: Date,
): Promise<string | null> => {
  const table = tx.table(sentCodesTable)
  const open = openCode(tx, supervisor, purpose, digest, now)
  const [taken] = await tx.db.update(table).set({ usedAt: now }).where(open).returning()
  return taken?.target ?? null
}

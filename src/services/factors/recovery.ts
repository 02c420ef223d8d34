/** One-use codes for the day the phone is lost. 50 random bits each, so that none is ever guessed. */
import { hash } from 'node:crypto'
import { and, count, eq, isNull } from 'drizzle-orm'
import type { Ids } from '../../kernel/context.ts'
import type { Tx } from '../../store/transaction.ts'
import { recoveryCodesTable } from './table.ts'

const howMany = 10

/** Letters and digits that can't be taken for one another, in two groups of five. */
const oneCode = (ids: Ids): string => {
  let text = ''
  while (text.length < 10)
    text += ids
      .token(16)
      .toLowerCase()
      .replace(/[01ilo]/g, '')
  return `${text.slice(0, 5)}-${text.slice(5, 10)}`
}

export const makeRecoveryCodes = (ids: Ids): string[] =>
  Array.from({ length: howMany }, () => oneCode(ids))

/** Told by its shape: sent codes and app codes are six digits. */
export const isRecoveryCode = (code: string): boolean =>
  /^[a-z2-9]{5}-?[a-z2-9]{5}$/i.test(code.trim())

const digestOf = (code: string): string =>
  hash('sha256', code.trim().toLowerCase().replace('-', ''), 'hex')

const mine = (tx: Tx, supervisor: number) => {
  const table = tx.table(recoveryCodesTable)
  return and(tx.scoped(recoveryCodesTable), eq(table.supervisor, supervisor))
}

/** The codes made before are void. */
export const replaceRecoveryCodes = async (
  tx: Tx,
  supervisor: number,
  codes: readonly string[],
): Promise<void> => {
  await removeRecoveryCodes(tx, supervisor)
  const table = tx.table(recoveryCodesTable)
  const { provider } = tx.scope
  await tx.db
    .insert(table)
    .values(codes.map(code => ({ provider, supervisor, digest: digestOf(code) })))
}

export const removeRecoveryCodes = async (tx: Tx, supervisor: number): Promise<void> => {
  await tx.db.delete(tx.table(recoveryCodesTable)).where(mine(tx, supervisor))
}

const unused = (tx: Tx, supervisor: number, code: string) => {
  const table = tx.table(recoveryCodesTable)
  return and(mine(tx, supervisor), eq(table.digest, digestOf(code)), isNull(table.usedAt))
}

/** Whether this one would be taken. */
export const holdsRecoveryCode = async (
  tx: Tx,
  supervisor: number,
  code: string,
): Promise<boolean> => {
  const table = tx.table(recoveryCodesTable)
  const [row] = await tx.db
    .select({ key: table.key })
    .from(table)
    .where(unused(tx, supervisor, code))
  return row !== undefined
}

/** Takes one by a conditional update: of two at once, one gets it. */
export const takeRecoveryCode = async (
  tx: Tx,
  supervisor: number,
  code: string,
  now: Date,
): Promise<boolean> => {
  const table = tx.table(recoveryCodesTable)
  const open = unused(tx, supervisor, code)
  const taken = await tx.db.update(table).set({ usedAt: now }).where(open).returning()
  return taken.length > 0
}

export const recoveryCodesLeft = async (tx: Tx, supervisor: number): Promise<number> => {
  const table = tx.table(recoveryCodesTable)
  const open = and(mine(tx, supervisor), isNull(table.usedAt))
  const [row] = await tx.db.select({ n: count() }).from(table).where(open)
  return row!.n
}

/** Which account people belong to: at most one, and a person alone to none. */
import { inArray } from 'drizzle-orm'
import { illegalState, invalid, notFound, StewardError } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { subjectOf } from '../../store/capture.ts'
import type { Tx } from '../../store/transaction.ts'
import {
  accountsMeant,
  accountsNamed,
  lockedAccounts,
  ownedBy,
  readAccount,
} from '../accounts/queries.ts'
import type { AccountRow } from '../accounts/record.ts'
import { refuseOverfull, withoutNumber } from '../accounts/seating.ts'
import { accountsTable } from '../accounts/table.ts'
import { keepPlaces, placeOf } from '../providers/standing.ts'
import { knownRows } from './known.ts'
import type { ConsumerRow } from './record.ts'
import { consumersTable } from './table.ts'

export const accountField = ref(
  'accounts',
  'The account that they belong to: its id, email or reference.',
)

/** The account of somebody new, by key. Throws `invalid_input` where whoever reaches some accounts alone
 * names none: nobody would see them afterwards who made them. */
export const accountOfNew = async (
  tx: Tx,
  selector: string | null | undefined,
): Promise<number | null> => {
  if (!selector) {
    if (tx.scope.bounds.length === 0) return null
    throw invalid(
      'account',
      'account is required: you reach some accounts alone.',
      accountField.about,
    )
  }
  const account = knownAccount(tx, selector) ?? (await held(tx, await readAccount(tx, selector)))
  refuseUnfit(account)
  return account.key
}

/** The account of somebody who is here already, by key; undefined where it stays. */
export const accountOfKnown = async (
  tx: Tx,
  found: ConsumerRow,
  selector: string | null | undefined,
): Promise<number | null | undefined> => {
  if (selector === undefined) return undefined
  if (selector === null && found.account !== null && tx.scope.bounds.length > 0) {
    throw new StewardError(
      'not_allowed',
      'You reach some accounts alone: they would be out of reach.',
    )
  }
  const account = selector === null ? null : await theirs(tx, found, selector)
  if ((account?.key ?? null) === found.account) return undefined
  if (account) refuseUnfit(account)
  await refuseOwner(tx, found)
  return account?.key ?? null
}

/** Of the accounts that a selector names the one in somebody's own provider. Throws `not_found`. */
const theirs = async (tx: Tx, { provider }: ConsumerRow, selector: string): Promise<AccountRow> => {
  const known = knownAccount(tx, selector)
  if (known?.provider === provider) return known
  const meant = accountsMeant(tx, selector)
  const rows: AccountRow[] = meant
    ? await tx.db.select().from(tx.table(accountsTable)).where(meant)
    : []
  const found = rows.find(row => row.provider === provider)
  if (!found) throw notFound('account')
  return held(tx, found)
}

/** As it stays until the transaction's end: nobody closes it meanwhile. */
const held = async (tx: Tx, { key }: AccountRow): Promise<AccountRow> => {
  const [found] = await lockedAccounts(tx, [key])
  if (!found) throw notFound('account')
  return found
}

const refuseUnfit = ({ status }: AccountRow): void => {
  if (status === 'closed') throw illegalState('This account is closed.', { field: 'account' })
}

/** Throws `illegal_state`: an account is owned by one of its own people. */
export const refuseOwner = async (tx: Tx, found: ConsumerRow): Promise<void> => {
  const [owned] = await ownedBy(tx, found)
  if (!owned) return
  throw illegalState(`They own their account: ${owned.reference ?? owned.id}.`, {
    field: 'account',
    hint: `See: steward accounts show ${owned.id}`,
    details: { account: owned.id },
  })
}

/** What follows from another account than before, once that is written. Throws `conflict` where it has no
 * seat for them. For the event it is noted from which account to which: a key would say nothing. */
export const joined = async (
  tx: Tx,
  before: ConsumerRow | null,
  after: ConsumerRow,
): Promise<void> => {
  await refuseSeatless(tx, after)
  const idOf = async (row: ConsumerRow) => (await placeOf(tx, row)).account?.id ?? null
  tx.noteChange({
    subject: subjectOf(consumersTable, after),
    before: before && { account: before.account === null ? null : await idOf(before) },
    after: { account: after.account === null ? null : await idOf(after) },
  })
}

/** Throws `conflict` where somebody's account has more people now than seats. */
export const refuseSeatless = async (
  tx: Tx,
  { provider, account }: Pick<ConsumerRow, 'provider' | 'account'>,
): Promise<void> => {
  if (account === null || keptIn.get(tx)?.withoutNumber.has(account)) return
  await refuseOverfull(tx, { provider, key: account })
}

/** The accounts that a chunk names, and those of them with seats for any number. */
type Kept = { named: Map<string, AccountRow>; withoutNumber: ReadonlySet<number> }

const keptIn = new WeakMap<Tx, Kept>()

const knownAccount = (tx: Tx, selector: string): AccountRow | undefined =>
  keptIn.get(tx)?.named.get(selector)

/** Looks ahead for the rows of a chunk: the accounts that they name and those that people are in. */
export const keepJoined = async (
  tx: Tx,
  selectors: Iterable<string | null | undefined>,
): Promise<void> => {
  const named = await keepAccounts(tx, selectors)
  const joined = named.map(({ provider, key }) => ({ provider, account: key }))
  const home = { provider: tx.scope.provider, account: null }
  await keepPlaces(tx, [...knownRows(tx), ...joined, home])
}

/** One that isn't found is told by its row. */
const keepAccounts = async (
  tx: Tx,
  selectors: Iterable<string | null | undefined>,
): Promise<AccountRow[]> => {
  const wanted = [...new Set(selectors)].filter(one => typeof one === 'string')
  const named = new Map<string, AccountRow>()
  keptIn.set(tx, { named, withoutNumber: new Set() })
  if (wanted.length === 0) return []
  const ids = await accountsNamed(tx, wanted).catch(() => [])
  const table = tx.table(accountsTable)
  const known = ids.flatMap(id => id ?? [])
  const mine = inArray(table.id, known)
  const all = tx.db.select().from(table).where(mine).orderBy(table.id)
  const rows: AccountRow[] = await tx.expressions.locking(all)
  for (const [at, id] of ids.entries()) {
    const row = rows.find(one => one.id === id)
    if (row) named.set(wanted[at]!, row)
  }
  keptIn.set(tx, { named, withoutNumber: await withoutNumber(tx, rows) })
  return rows
}

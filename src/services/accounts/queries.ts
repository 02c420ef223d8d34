/** Accounts in the database. */
import { and, eq, inArray, ne, or, type SQL } from 'drizzle-orm'
import { conflict, notFound } from '../../kernel/errors.ts'
import { parseSelector } from '../../kernel/selector.ts'
import type { NewRowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey } from '../contact/email.ts'
import { derivedText } from './company.ts'
import type { AccountRow } from './record.ts'
import { accountsTable } from './table.ts'
import { plant } from './tree.ts'

export type NewAccount = Omit<
  NewRowOf<typeof accountsTable>,
  'key' | 'provider' | 'parent' | 'sortName' | 'searchText'
>

export type AccountPatch = Partial<NewRowOf<typeof accountsTable>>

/** What accounts are found by. */
const columnOf = { id: 'id', email: 'emailKey', phone: null, external: 'reference' } as const

type Handle = 'id' | 'emailKey' | 'reference'

/** A selector as what it is looked for by; null for what no account has. */
const wantedBy = (selector: string): { name: Handle; value: string } | null => {
  const { kind, value } = parseSelector(selector)
  const name = columnOf[kind]
  return name && { name, value: kind === 'email' ? emailKey(value) : value }
}

/** A template is reached by what is for templates alone: see templates.ts. */
const isClient = (tx: Tx): SQL => ne(tx.table(accountsTable).status, 'template')

/** The accounts within reach that a selector names: more than one where two providers have it. */
export const accountsMeant = (tx: Tx, selector: string): SQL | null => {
  const wanted = wantedBy(selector)
  if (!wanted) return null
  const table = tx.table(accountsTable)
  return and(tx.scoped(accountsTable), isClient(tx), eq(table[wanted.name], wanted.value)) as SQL
}

const select = (tx: Tx, where: SQL | undefined) =>
  tx.db.select().from(tx.table(accountsTable)).where(where)

/** Throws `not_found`: the same words for an account that never was and one of another tenant; and
 * `conflict` where it names accounts of two providers. */
export const readAccount = async (tx: Tx, selector: string): Promise<AccountRow> => {
  const meant = accountsMeant(tx, selector)
  const [found, ...others] = meant ? await select(tx, meant) : []
  if (!found) throw notFound('account')
  if (others.length > 0) throw ambiguous([found, ...others])
  tx.at(found)
  return found
}

const ambiguous = (rows: AccountRow[]) => {
  const ids = rows.map(({ id }) => id)
  return conflict(`Accounts of different providers go by this: ${ids.join(', ')}.`, {
    hint: 'Name one by its id, or say --provider.',
    details: { ids },
  })
}

/** The accounts that a consumer owns: their own, or none. */
export const ownedBy = async (
  tx: Tx,
  { key, account }: { key: number; account: number | null },
): Promise<AccountRow[]> => {
  if (account === null) return []
  const table = tx.table(accountsTable)
  const theirs = and(eq(table.key, account), eq(table.owner, key))
  return select(tx, and(tx.scoped(accountsTable), theirs))
}

/** The same, locked until the transaction's end, in order to be changed. */
export const getAccount = async (tx: Tx, selector: string): Promise<AccountRow> => {
  const { key } = await readAccount(tx, selector)
  const [found] = await lockedAccounts(tx, [key])
  if (!found) throw notFound('account')
  tx.touch(accountsTable, found)
  return found
}

/** Those of these that are within reach, locked in the order of their ids. */
export const lockedAccounts = (tx: Tx, keys: readonly number[]): Promise<AccountRow[]> => {
  const table = tx.table(accountsTable)
  const mine = and(tx.scoped(accountsTable), inArray(table.key, [...keys]))
  return tx.expressions.locking(select(tx, mine).orderBy(table.id))
}

/** The id of the account that each names, or null. Throws `conflict` where one names two. */
export const accountsNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const table = tx.table(accountsTable)
  const wanted = selectors.map(wantedBy)
  const found = new Map<string, string>()
  for (const name of new Set(wanted.flatMap(one => one?.name ?? []))) {
    const values = wanted.flatMap(one => (one?.name === name ? [one.value] : []))
    const rows: { value: string | null; id: string }[] = await tx.db
      .select({ value: table[name], id: table.id })
      .from(table)
      .where(and(tx.scoped(accountsTable), isClient(tx), tx.expressions.among(table[name], values)))
    for (const { value, id } of rows) {
      const other = found.get(`${name} ${value}`)
      if (other) throw ambiguous([{ id: other }, { id }] as AccountRow[])
      found.set(`${name} ${value}`, id)
    }
  }
  return wanted.map(one => (one && found.get(`${one.name} ${one.value}`)) ?? null)
}

type Uniques = { emailKey?: string | null; reference?: string | null }

/** Throws `conflict` where another account of the provider at hand has the email or the reference. Who
 * that is is told to whoever reaches it. */
const refuseTaken = async (tx: Tx, wanted: Uniques, self: number | null = null): Promise<void> => {
  const table = tx.table(accountsTable)
  const names = (['emailKey', 'reference'] as const).filter(name => wanted[name])
  if (names.length === 0) return
  const isMine = eq(table.provider, tx.scope.provider)
  const alternatives = names.map(name => and(isMine, eq(table[name], wanted[name]!)))
  const holders = await select(tx, or(...alternatives))
  for (const holder of holders) {
    const name = names.find(one => holder[one] === wanted[one])
    if (holder.key === self || !name) continue
    // A template shows an address to copy from, and takes it from nobody.
    if (name === 'emailKey' && holder.status === 'template') continue
    const field = name === 'emailKey' ? 'email' : 'reference'
    const [reached] = await lockedAccounts(tx, [holder.key])
    if (!reached) throw conflict(`Another account has this ${field}.`, { field })
    throw conflict(`Another account has this ${field}: ${holder.id}.`, {
      field,
      hint: `See: steward accounts show ${holder.id}`,
      details: { id: holder.id },
    })
  }
}

/** Inserts an account of the provider at hand, under its parent. The tree is locked before: see
 * tree.ts. */
export const insertAccount = async (
  tx: Tx,
  row: NewAccount,
  parent: AccountRow | null,
): Promise<AccountRow> => {
  const isTemplate = row.status === 'template'
  await refuseTaken(tx, {
    ...(!isTemplate && { emailKey: row.emailKey }),
    reference: row.reference,
  })
  const derived = derivedText(row)
  const made = await tx.insert(accountsTable, { ...row, parent: parent?.key ?? null, ...derived })
  await plant(tx, made, parent)
  return made
}

/** Writes what differs; search and sort text follow. */
export const updateAccount = async (
  tx: Tx,
  found: AccountRow,
  patch: AccountPatch,
): Promise<AccountRow> => {
  if (patch.reference && patch.reference !== found.reference) {
    await refuseTaken(tx, { reference: patch.reference }, found.key)
  }
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  return tx.update(accountsTable, found, { ...patch, ...derivedText({ ...found, ...given }) })
}

/**
 * The account that a row of a file is about, locked: by our id, else by reference, else by contact
 * email, of the provider at hand. Throws `conflict` for an email whose account has another reference,
 * and where it is out of reach.
 */
export const accountForImport = async (
  tx: Tx,
  { id, reference, email }: { id?: string; reference?: string | null; email: string },
): Promise<AccountRow | null> => {
  const table = tx.table(accountsTable)
  const one = async (where: SQL): Promise<AccountRow | undefined> => {
    const mine = and(eq(table.provider, tx.scope.provider), tx.scoped(accountsTable), where)
    const [row] = await tx.expressions.locking(select(tx, mine))
    return row
  }
  const named = (id && (await one(eq(table.id, id)))) || undefined
  const called = named ?? (reference ? await one(eq(table.reference, reference)) : undefined)
  const found = called ?? (await one(eq(table.emailKey, emailKey(email))))
  if (!found) return null
  if (!called && reference && found.reference) {
    throw conflict(`This email belongs to an account with another reference: ${found.id}.`, {
      field: 'email',
      details: { id: found.id },
    })
  }
  tx.touch(accountsTable, found)
  return found
}

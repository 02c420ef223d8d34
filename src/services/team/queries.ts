/** Supervisors in the database. */
import { and, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Actor } from '../../kernel/context.ts'
import { conflict, notFound, type StewardError } from '../../kernel/errors.ts'
import type { Subject } from '../../kernel/event.ts'
import { normaliseText, searchText } from '../../kernel/search.ts'
import { parseSelector } from '../../kernel/selector.ts'
import { subjectOf as subjectFor } from '../../store/capture.ts'
import type { NewRowOf, RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { emailKey, normalizeEmail } from '../contact/email.ts'
import { supervisorsTable } from './table.ts'

export type SupervisorRow = RowOf<typeof supervisorsTable>

/** As events name them. */
export const subjectOf = (row: SupervisorRow): Subject => subjectFor(supervisorsTable, row)

export type NewSupervisor = Omit<
  NewRowOf<typeof supervisorsTable>,
  'key' | 'provider' | 'sortName' | 'searchText'
>

/** In the words of the indexes: whoever is deleted has let go of everything but their id. */
export const isLiving = (): SQL => sql`status <> 'deleted'`

/** What an address or user name is counted and compared by. */
const loginKey = (login: string): string => normalizeEmail(login)?.key ?? login.trim().toLowerCase()

const select = (tx: Tx, where: SQL | undefined) => {
  const table = tx.table(supervisorsTable)
  return tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(supervisorsTable), where))
}

/** By email or user name, of the provider at hand; not locked, since what is checked against it is
 * slow. */
export const findByLogin = async (tx: Tx, login: string): Promise<SupervisorRow | null> => {
  const [row] = await select(tx, and(isLiving(), ofHome(tx), named(tx, loginKey(login))))
  return row ?? null
}

const ofHome = (tx: Tx): SQL => eq(tx.table(supervisorsTable).provider, tx.scope.provider)

const named = (tx: Tx, key: string): SQL | undefined => {
  const table = tx.table(supervisorsTable)
  return or(eq(table.emailKey, key), eq(table.userNameKey, key))
}

/** Within reach, deleted ones too; not locked. Whose it is, is where it goes on. */
export const findById = async (tx: Tx, id: string): Promise<SupervisorRow | null> => {
  const [row] = await select(tx, eq(tx.table(supervisorsTable).id, id))
  if (row) tx.at(row)
  return row ?? null
}

/** Whoever of the provider at hand has this address; not locked. Null also for whom the actor doesn't
 * reach. */
export const findByAddress = async (tx: Tx, emailKey: string): Promise<SupervisorRow | null> => {
  const held = eq(tx.table(supervisorsTable).emailKey, emailKey)
  const [row] = await select(tx, and(isLiving(), ofHome(tx), held))
  return row ?? null
}

/** What tries to get in are counted by: an account, by whichever of its names, or a name that nobody
 * has. */
export const accountKey = async (tx: Tx, login: string): Promise<string> =>
  (await findByLogin(tx, login))?.id ?? loginKey(login)

const conditionFor = (tx: Tx, selector: string): SQL | undefined => {
  const table = tx.table(supervisorsTable)
  const { kind, value } = parseSelector(selector)
  if (kind === 'id') return eq(table.id, value)
  if (kind === 'email') return and(isLiving(), eq(table.emailKey, emailKey(value)))
  if (kind === 'phone') return and(isLiving(), eq(table.phone, value))
  return and(isLiving(), eq(table.userNameKey, value.toLowerCase()))
}

/** One of those that a selector names. Throws `not_found`, and `conflict` where it names several: an
 * address is one person's at each provider. */
const onlyOne = (rows: SupervisorRow[]): SupervisorRow => {
  const [row] = rows
  if (!row) throw notFound('supervisor')
  if (rows.length === 1) return row
  const ids = rows.map(({ id }) => id)
  throw conflict(`${rows.length} supervisors are called that: ${ids.join(', ')}.`, {
    hint: 'Give the id, or stay within a provider: --provider REFERENCE.',
    details: { ids },
  })
}

/** By id, email or user name; throws `not_found` for another tenant's, too. */
export const readSupervisor = async (tx: Tx, selector: string): Promise<SupervisorRow> => {
  const row = onlyOne(await select(tx, conditionFor(tx, selector)))
  tx.at(row)
  return row
}

/** The same, locked. */
export const getSupervisor = async (tx: Tx, selector: string): Promise<SupervisorRow> => {
  const wanted = select(tx, conditionFor(tx, selector))
  const row = onlyOne(await tx.expressions.locking(wanted))
  tx.touch(supervisorsTable, row)
  return row
}

/** Whose some row is; not locked. */
export const supervisorByKey = async (tx: Tx, key: number): Promise<SupervisorRow> =>
  onlyOne(await select(tx, eq(tx.table(supervisorsTable).key, key)))

/** The id of whom each selector names, or null; several of a name are nobody. */
export const supervisorsNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const ids = []
  for (const selector of selectors) {
    const rows = await select(tx, conditionFor(tx, selector))
    if (rows.length > 1) throw onlyOne(rows)
    ids.push(rows[0]?.id ?? null)
  }
  return ids
}

type Names = { emailKey?: string; userNameKey?: string }

/** Throws `conflict` where somebody else of this provider has the address or the user name. They are
 * named to whoever reaches them. */
const refuseTaken = async (tx: Tx, { emailKey, userNameKey }: Names, self: number | null) => {
  const table = tx.table(supervisorsTable)
  for (const [field, key] of Object.entries({ email: emailKey, userName: userNameKey })) {
    if (key === undefined) continue
    const rows = await tx.db
      .select()
      .from(table)
      .where(and(ofHome(tx), isLiving(), named(tx, key)))
    const other = rows.find(row => row.key !== self)
    if (other) throw taken(field, other, (await select(tx, eq(table.key, other.key))).length > 0)
  }
}

const taken = (field: string, { id }: SupervisorRow, isReached: boolean): StewardError => {
  const what = field === 'email' ? 'email' : 'user name'
  if (!isReached) return conflict(`Somebody has this ${what} already.`, { field })
  return conflict(`Somebody has this ${what} already: ${id}.`, {
    field,
    hint: `See: steward team show ${id}`,
    details: { id },
  })
}

/** What is searched and sorted by. */
const derivedText = (row: Pick<NewSupervisor, 'name' | 'email' | 'userName' | 'phone'>) => ({
  sortName: normaliseText(row.name),
  searchText: searchText(row.name, row.email, row.userName, row.phone),
})

export const insertSupervisor = async (tx: Tx, row: NewSupervisor): Promise<SupervisorRow> => {
  await refuseTaken(tx, row, null)
  return tx.insert(supervisorsTable, { ...row, ...derivedText(row) })
}

/** Writes what differs; search and sort text follow. */
export const updateSupervisor = async (
  tx: Tx,
  found: SupervisorRow,
  patch: Partial<NewSupervisor>,
): Promise<SupervisorRow> => {
  const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined))
  const after = { ...found, ...given } as SupervisorRow
  const changed = (name: keyof Names) => (after[name] === found[name] ? undefined : after[name])
  const names = { emailKey: changed('emailKey'), userNameKey: changed('userNameKey') }
  await refuseTaken(tx, names, found.key)
  return tx.update(supervisorsTable, found, { ...given, ...derivedText(after) })
}

/** Whoever acts, wherever they act: a key may reach less than who made it. */
export const readSelf = async (tx: Tx, { id }: Pick<Actor, 'id'>): Promise<SupervisorRow> => {
  const table = tx.table(supervisorsTable)
  const [row] = await tx.db.select().from(table).where(eq(table.id, id))
  if (!row) throw notFound('supervisor')
  return row
}

/** Custom roles in the database. */
import { and, eq, inArray, type SQL } from 'drizzle-orm'
import { conflict, invalid, notFound } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { normaliseText } from '../../kernel/search.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { type BaseRole, baseRoles, isBaseRole, type Standing, standingOf } from './base.ts'
import { refuseBase } from './rules.ts'
import { standingOfCustom } from './standing.ts'
import { rolesTable } from './table.ts'

export type RoleRow = RowOf<typeof rolesTable>

/** A base role, or one of a provider's own. */
export type Found = { base: BaseRole; row: RoleRow | null }

/** What a role's name is compared by: `front-desk` is Front desk, too. */
export const roleKey = (name: string): string => normaliseText(name).replace(/[\s_-]+/g, '-')

/** A role as somebody can be given it: what is stored with them, and what it comes to. */
export type GivenRole = { role: string; base: BaseRole; standing: Standing }

/** A base role by its name, or a custom one of any provider within reach by its name or id. Throws
 * `not_found`, and `conflict` for a name that two providers use. */
export const findRole = async (tx: Tx, selector: string): Promise<Found> => {
  const key = roleKey(selector)
  if (isBaseRole(key)) return { base: key, row: null }
  const table = tx.table(rolesTable)
  const named: SQL = selector.startsWith('rol_') ? eq(table.id, selector) : eq(table.nameKey, key)
  const rows = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(rolesTable), named))
  const [row, other] = rows
  if (!row) throw notFound('role')
  if (other) throw ambiguous(rows.map(({ id }) => id))
  tx.at(row)
  return { base: row.base, row }
}

const ambiguous = (ids: string[]) =>
  conflict(`Roles of different providers go by this: ${ids.join(', ')}.`, {
    hint: 'Name one by its id, or say --provider.',
    details: { ids },
  })

/** The id of the role that each names, or null. */
export const rolesNamed = async (
  tx: Tx,
  selectors: readonly string[],
): Promise<(string | null)[]> => {
  const all = await allRoles(tx)
  return selectors.map(selector => {
    const key = roleKey(selector)
    const named = all.find(({ base, row }) =>
      row ? row.id === selector || row.nameKey === key : base === key,
    )
    return named ? (named.row?.id ?? named.base) : null
  })
}

/** A custom role, locked until the transaction's end in order to be changed. Throws `illegal_state` for
 * a base role, which is the same for everybody. */
export const getRole = async (tx: Tx, selector: string): Promise<RoleRow> => {
  const { row } = await findRole(tx, selector)
  refuseBase(row === null)
  const table = tx.table(rolesTable)
  const [found] = await tx.expressions.locking(
    tx.db.select().from(table).where(eq(table.key, row!.key)),
  )
  if (!found) throw notFound('role')
  tx.touch(rolesTable, found)
  return found
}

/** Every role within reach: those there are everywhere, then the custom ones. */
export const allRoles = async (tx: Tx): Promise<Found[]> => {
  const bases = (Object.keys(baseRoles) as BaseRole[]).map(base => ({ base, row: null }))
  const table = tx.table(rolesTable)
  const rows = await tx.db.select().from(table).where(tx.scoped(rolesTable)).orderBy(table.key)
  return [...bases, ...rows.map(row => ({ base: row.base, row }))]
}

/** Throws `conflict` where the provider has another role of this name, or every provider has. */
export const refuseTaken = async (tx: Tx, name: string, self: number | null): Promise<void> => {
  const nameKey = roleKey(name)
  if (isBaseRole(nameKey)) throw conflict('A base role has this name.', { field: 'name' })
  if (/^\s*rol_/i.test(name)) throw invalid('name', 'name must not look like an id.')
  const table = tx.table(rolesTable)
  const taken = and(eq(table.provider, tx.scope.provider), eq(table.nameKey, nameKey))
  const [other] = await tx.db.select().from(table).where(taken)
  if (!other || other.key === self) return
  throw conflict(`Another role has this name: ${other.id}.`, {
    field: 'name',
    hint: `See: steward roles show ${other.id}`,
    details: { id: other.id },
  })
}

/** By name or id, of those that the provider at hand offers. Throws `invalid_input` for any other. */
export const roleOffered = async (tx: Tx, selector: string): Promise<GivenRole> => {
  const key = roleKey(selector)
  if (isBaseRole(key)) return { role: key, base: key, standing: standingOf(key) }
  const table = tx.table(rolesTable)
  const named: SQL = selector.startsWith('rol_') ? eq(table.id, selector) : eq(table.nameKey, key)
  const wanted = and(eq(table.provider, tx.scope.provider), named)
  // Locked: as long as somebody is given it, nobody takes it away or changes what it allows.
  const [row] = await tx.expressions.locking(tx.db.select().from(table).where(wanted))
  if (!row) throw await notOffered(tx, selector)
  return { role: row.id, base: row.base, standing: standingOfCustom(row) }
}

/** What each stored role is called; one that is gone is left out. */
export const roleNames = async (tx: Tx, roles: readonly string[]): Promise<Map<string, string>> => {
  const names = new Map(roles.filter(isBaseRole).map((role): [string, string] => [role, role]))
  const own = roles.filter(role => !isBaseRole(role))
  if (own.length === 0) return names
  const { id, name } = tx.table(rolesTable)
  const rows = await tx.db
    .select({ id, name })
    .from(tx.table(rolesTable))
    .where(and(tx.scoped(rolesTable), inArray(id, own)))
  for (const row of rows) names.set(row.id, row.name)
  return names
}

const notOffered = async (tx: Tx, selector: string) => {
  const { name, provider } = tx.table(rolesTable)
  const own = await tx.db
    .select({ name })
    .from(tx.table(rolesTable))
    .where(eq(provider, tx.scope.provider))
  const offered = [...Object.keys(baseRoles), ...own.map(row => row.name)]
  const near = nearest(selector, offered)
  const hint = near ? `Did you mean ${near}?` : `There are: ${offered.slice(0, 20).join(', ')}.`
  return invalid('role', 'role is none that this provider has.', hint)
}

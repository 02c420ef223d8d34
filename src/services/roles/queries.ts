/** Custom roles in the database. */
import { and, eq, type SQL } from 'drizzle-orm'
import { invalid } from '../../kernel/errors.ts'
import { nearest } from '../../kernel/nearest.ts'
import { normaliseText } from '../../kernel/search.ts'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { type BaseRole, baseRoles, isBaseRole, type Standing, standingOf } from './base.ts'
import { standingOfCustom } from './standing.ts'
import { rolesTable } from './table.ts'

export type RoleRow = RowOf<typeof rolesTable>

/** What a role's name is compared by. */
export const roleKey = normaliseText

/** A role as somebody can be given it: what is stored with them, and what it comes to. */
export type GivenRole = { role: string; base: BaseRole; standing: Standing }

/** By name or id, of those that the provider at hand offers. Throws `invalid_input` for any other. */
export const roleOffered = async (tx: Tx, selector: string): Promise<GivenRole> => {
  const key = roleKey(selector)
  if (isBaseRole(key)) return { role: key, base: key, standing: standingOf(key) }
  const table = tx.table(rolesTable)
  const named: SQL = selector.startsWith('rol_') ? eq(table.id, selector) : eq(table.nameKey, key)
  const [row] = await tx.db
    .select()
    .from(table)
    .where(and(eq(table.provider, tx.scope.provider), named))
  if (!row) throw await notOffered(tx, selector)
  return { role: row.id, base: row.base, standing: standingOfCustom(row) }
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

/** What a role allows: one there is everywhere, or one of a provider's own. */
import { and, eq } from 'drizzle-orm'
import type { RowOf } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import { isBaseRole, narrowed, type Standing, standingOf } from './base.ts'
import { rolesTable } from './table.ts'

/** Of no role that there is: nothing but what is about oneself. */
const none: Standing = { rights: [[]], level: 'sub-account' }

type Custom = Pick<RowOf<typeof rolesTable>, 'base' | 'permissions' | 'level'>

/** Of a role made out of a base role, and never more than that. */
export const standingOfCustom = (custom: Custom): Standing =>
  narrowed(standingOf(custom.base), custom)

/** `role` as people and keys have it, of the provider whose row it stands in. */
export const standingOfRole = async (tx: Tx, role: string, provider: number): Promise<Standing> => {
  if (isBaseRole(role)) return standingOf(role)
  const table = tx.table(rolesTable)
  const [found] = await tx.db
    .select()
    .from(table)
    .where(and(eq(table.provider, provider), eq(table.id, role)))
  return found ? standingOfCustom(found) : none
}

/** What a key comes to, permission by permission and account by account. */
import * as z from 'zod/mini'
import type { Tx } from '../../store/transaction.ts'
import { everything, narrowed } from '../roles/base.ts'
import { grantsOf, reachOf } from '../roles/grants.ts'
import { exceeding, permissionsOf } from '../roles/patterns.ts'
import { standingOfRole } from '../roles/standing.ts'
import type { Authority } from '../team/authority.ts'
import { abilitiesOf } from './ability.ts'
import type { KeyRow } from './queries.ts'

export const KeyDetails = z.object({
  /** All that it may do at this moment. */
  allowed: z.array(z.string()),
  /** What it was given, and its maker may no more: it comes back if they may again. */
  lost: z.array(z.string()),
  /** How many accounts it reaches, and where some were granted, which. */
  reachable: z.number(),
  granted: z.array(
    z.object({
      id: z.string(),
      reference: z.nullable(z.string()),
      name: z.string(),
      /** False where only what lies beneath it is meant. */
      itself: z.boolean(),
    }),
  ),
})

type KeyDetails = z.infer<typeof KeyDetails>

export const detailsOf = async (tx: Tx, row: KeyRow): Promise<KeyDetails> => {
  const { authority, maker } = (await abilitiesOf(tx, [row])).get(row.id)!
  const granted = (await grantsOf(tx, [row.id])).get(row.id)!
  return {
    allowed: authority ? permissionsOf(authority) : [],
    lost: authority ? await lostBy(tx, row, authority) : [],
    reachable: authority ? await reachOf(tx, row, maker) : 0,
    granted: granted.map(({ key: _, ...account }) => account),
  }
}

const lostBy = async (tx: Tx, row: KeyRow, authority: Authority): Promise<string[]> => {
  const { role, permissions, provider } = row
  if (role === null && permissions === null) return []
  const own = role === null ? everything : await standingOfRole(tx, role, provider)
  // How far it reaches is told apart from what it may.
  return exceeding(authority, narrowed(own, { permissions, level: authority.level }))
}

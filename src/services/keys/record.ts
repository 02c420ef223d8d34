/** A key as it is shown: never the key. */
import * as z from 'zod/mini'
import { levels } from '../../kernel/permission.ts'
import type { Tx } from '../../store/transaction.ts'
import { permissionsOf } from '../roles/patterns.ts'
import { type Ability, abilitiesOf } from './ability.ts'
import type { KeyRow } from './queries.ts'
import { type Status, statusAt, statuses } from './rules.ts'

const instant = z.nullable(z.string())
const text = z.nullable(z.string())

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  preview: z.string(),
  provider: z.string(),
  status: z.enum(statuses),
  /** Its own status, or disabled where its maker or its provider is. */
  effectiveStatus: z.enum([...statuses, 'disabled']),
  stoppedBy: z.nullable(
    z.object({
      topic: z.enum(['team', 'providers']),
      id: z.string(),
      name: z.string(),
      status: z.string(),
    }),
  ),
  /** What it was narrowed to, of what its maker may; null: to nothing. */
  role: text,
  permissions: z.nullable(z.array(z.string())),
  everyProvider: z.boolean(),
  accounts: z.enum(['all', 'some']),
  subAccounts: z.nullable(z.enum(['all', 'some'])),
  /** What comes of that at this moment; null where it doesn't work. */
  can: z.nullable(z.object({ role: z.string(), level: z.enum(levels), allows: z.number() })),
  /** The networks that it may be used from; null: any. */
  addresses: z.nullable(z.array(z.string())),
  expiresAt: instant,
  rotatedAt: instant,
  /** Until then the key before this one works, too. */
  previousUntil: instant,
  suspendedAt: instant,
  revokedAt: instant,
  createdBy: z.object({ id: z.string(), name: text }),
  /** The key by which its creator made it, by id. */
  madeBy: text,
  createdAt: z.string(),
  lastUsedAt: instant,
})

export type Key = z.infer<typeof Key>

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** As of `now`, with what each of them can do at this moment. */
export const keyRecords = async (tx: Tx, rows: readonly KeyRow[], now: Date): Promise<Key[]> => {
  const abilities = await abilitiesOf(tx, rows)
  return rows.map(row => recordOf(row, abilities.get(row.id)!, now))
}

export const keyRecord = async (tx: Tx, row: KeyRow, now: Date): Promise<Key> =>
  (await keyRecords(tx, [row], now))[0]!

const recordOf = (row: KeyRow, ability: Ability, now: Date): Key => {
  const status = statusAt(row, now)
  const { stoppedBy, maker, provider } = ability
  return {
    id: row.id,
    name: row.name,
    preview: row.preview,
    provider: provider.id,
    status,
    effectiveStatus: status === 'active' && stoppedBy ? 'disabled' : status,
    stoppedBy,
    role: row.role,
    permissions: row.permissions,
    everyProvider: row.everyProvider,
    accounts: row.accounts,
    subAccounts: row.subAccounts,
    can: canOf(status, ability),
    addresses: row.addresses,
    expiresAt: iso(row.expiresAt),
    rotatedAt: iso(row.rotatedAt),
    previousUntil: isAhead(row.previousUntil, now) ? iso(row.previousUntil) : null,
    suspendedAt: iso(row.suspendedAt),
    revokedAt: iso(row.revokedAt),
    createdBy: { id: row.createdBy, name: maker?.name ?? null },
    madeBy: row.madeBy,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: iso(row.lastUsedAt),
  }
}

const isAhead = (at: Date | null, now: Date): boolean => at !== null && at > now

const canOf = (status: Status, { authority, role }: Ability): Key['can'] => {
  if (status !== 'active' || !authority || role === null) return null
  return { role, level: authority.level, allows: permissionsOf(authority).length }
}

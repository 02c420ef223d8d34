/** Who can do what at this moment: people and keys side by side, as an auditor asks for them. */
import { and, ne } from 'drizzle-orm'
import * as z from 'zod/mini'
import { type Level, levels } from '../../kernel/permission.ts'
import type { Tx } from '../../store/transaction.ts'
import { abilitiesOf } from '../keys/ability.ts'
import { keyRecords } from '../keys/record.ts'
import { keysTable } from '../keys/table.ts'
import { grantsOf, reachOf } from '../roles/grants.ts'
import { standingOfHolder } from '../roles/holders.ts'
import { permissionsOf } from '../roles/patterns.ts'
import { reachText } from './reach.ts'
import { supervisorRecords } from './record.ts'
import { supervisorsTable } from './table.ts'

const text = z.nullable(z.string())

export const Access = z.object({
  kind: z.enum(['person', 'key']),
  id: z.string(),
  name: z.string(),
  /** Of a key that of whoever made it. */
  email: text,
  provider: z.string(),
  status: z.string(),
  role: text,
  /** Whether a key may less than its role and its maker do. */
  narrowed: z.boolean(),
  /** How far it reaches, as a level, in words, and in accounts. */
  level: z.enum(levels),
  reach: z.string(),
  accounts: z.number(),
  /** How many permissions it has, of all that there are. */
  permissions: z.number(),
  /** Null of a key, which has none. */
  twoFactor: z.nullable(z.boolean()),
  /** Nothing is possible for them before an authenticator app is enrolled. */
  twoFactorRequired: z.nullable(z.boolean()),
  /** A person's last sign-in, a key's last use. */
  lastUsedAt: text,
  createdAt: z.string(),
})

export type Access = z.infer<typeof Access>

/** Whoever may do anything, or could again: not those deleted or revoked. */
export const accessOf = async (tx: Tx, now: Date): Promise<Access[]> => [
  ...(await peoplesAccess(tx)),
  ...(await keysAccess(tx, now)),
]

const peoplesAccess = async (tx: Tx): Promise<Access[]> => {
  const table = tx.table(supervisorsTable)
  const rows = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(supervisorsTable), ne(table.status, 'deleted')))
    .orderBy(table.key)
  const records = await supervisorRecords(tx, rows)
  const found: Access[] = []
  for (const [at, record] of records.entries()) {
    const standing = await standingOfHolder(tx, rows[at]!)
    found.push({
      kind: 'person',
      ...known(record),
      email: record.email,
      role: record.roleName,
      narrowed: false,
      level: standing.level,
      reach: reachText(record, record.granted),
      accounts: await reachOf(tx, rows[at]!),
      permissions: permissionsOf(standing).length,
      twoFactor: record.twoFactor,
      twoFactorRequired: record.twoFactorRequired,
      lastUsedAt: record.lastSignInAt,
    })
  }
  return found
}

type Known = Pick<Access, 'id' | 'name' | 'provider' | 'status' | 'createdAt'>

const known = ({ id, name, provider, status, createdAt }: Known): Known => ({
  ...{ id, name, provider, status, createdAt },
})

const keysAccess = async (tx: Tx, now: Date): Promise<Access[]> => {
  const table = tx.table(keysTable)
  const rows = await tx.db
    .select()
    .from(table)
    .where(and(tx.scoped(keysTable), ne(table.status, 'revoked')))
    .orderBy(table.key)
  const records = await keyRecords(tx, rows, now)
  const abilities = await abilitiesOf(tx, rows)
  const granted = await grantsOf(
    tx,
    rows.map(({ id }) => id),
  )
  const found: Access[] = []
  for (const [at, record] of records.entries()) {
    const ability = abilities.get(record.id)!
    const { maker, authority } = ability
    const nothing: Level = 'sub-account'
    found.push({
      kind: 'key',
      ...known({ ...record, status: record.effectiveStatus }),
      email: maker?.email ?? null,
      role: record.can?.role ?? record.role ?? ability.role,
      narrowed: record.permissions !== null,
      level: authority?.level ?? nothing,
      reach: reachText(record, granted.get(record.id)!),
      accounts: authority ? await reachOf(tx, rows[at]!, maker) : 0,
      permissions: authority ? permissionsOf(authority).length : 0,
      twoFactor: null,
      twoFactorRequired: null,
      lastUsedAt: record.lastUsedAt,
    })
  }
  return found
}

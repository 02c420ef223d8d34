/** A supervisor as everyone else of the back office sees one. */
import * as z from 'zod/mini'
import type { Tx } from '../../store/transaction.ts'
import { NamedAccount } from '../accounts/record.ts'
import { enrolledAmong } from '../factors/queries.ts'
import { grantsOf } from '../roles/grants.ts'
import { roleNames } from '../roles/queries.ts'
import { lastSignIns } from '../sessions/queries.ts'
import type { SupervisorRow } from './queries.ts'
import { statuses } from './rules.ts'

const instant = z.nullable(z.string())
const text = z.nullable(z.string())

export const Supervisor = z.object({
  id: z.string(),
  provider: z.string(),
  status: z.enum(statuses),
  name: z.string(),
  firstName: text,
  lastName: text,
  email: z.string(),
  emailVerified: z.boolean(),
  userName: z.string(),
  phone: text,
  /** A base role by its name, one of the provider's own by its id. */
  role: z.string(),
  roleName: z.string(),
  everyProvider: z.boolean(),
  /** All of the provider's, those still to come too, or those under `granted`. */
  accounts: z.enum(['all', 'some']),
  /** Of the one account granted: all beneath it, or those granted. Null where whole accounts are. */
  subAccounts: z.nullable(z.enum(['all', 'some'])),
  granted: z.array(NamedAccount),
  /** An authenticator app is in force. */
  twoFactor: z.boolean(),
  twoFactorRequired: z.boolean(),
  /** Until when a password that somebody else gave them works; null once it is their own. */
  passwordExpiresAt: instant,
  lastSignInAt: instant,
  lastSignInDevice: text,
  createdAt: z.string(),
})

export type Supervisor = z.infer<typeof Supervisor>

const iso = (at: Date | null): string | null => at?.toISOString() ?? null

/** A page of them: what belongs to them is asked for once. */
export const supervisorRecords = async (
  tx: Tx,
  rows: readonly SupervisorRow[],
): Promise<Supervisor[]> => {
  const keys = rows.map(({ key }) => key)
  const grants = await grantsOf(
    tx,
    rows.filter(({ accounts }) => accounts === 'some').map(({ id }) => id),
  )
  const roles = await roleNames(
    tx,
    rows.map(({ role }) => role),
  )
  const enrolled = await enrolledAmong(tx, keys)
  const signIns = await lastSignIns(tx, keys)
  return rows.map(row => {
    const last = signIns.get(row.key)
    const granted = grants.get(row.id) ?? []
    return {
      id: row.id,
      provider: providerIdOf(tx, row.provider),
      status: row.status,
      name: row.name,
      firstName: row.firstName,
      lastName: row.lastName,
      email: row.email,
      emailVerified: row.emailVerifiedAt !== null,
      userName: row.userName,
      phone: row.phone,
      role: row.role,
      roleName: roles.get(row.role) ?? row.role,
      everyProvider: row.everyProvider,
      accounts: row.accounts,
      subAccounts: row.subAccounts,
      granted: granted.map(({ id, reference, name }) => ({ id, reference, name })),
      twoFactor: enrolled.has(row.key),
      twoFactorRequired: row.twoFactorRequired,
      passwordExpiresAt: iso(row.passwordExpiresAt),
      lastSignInAt: iso(row.lastSignInAt),
      lastSignInDevice: last ? `${last.device}, ${last.host}` : null,
      createdAt: row.createdAt.toISOString(),
    }
  })
}

export const supervisorRecord = async (tx: Tx, row: SupervisorRow): Promise<Supervisor> =>
  (await supervisorRecords(tx, [row]))[0]!

const providerIdOf = ({ scope }: Tx, key: number): string =>
  [scope, ...scope.providers].find(({ provider }) => provider === key)!.providerId

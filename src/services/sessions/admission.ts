/** Letting somebody in whose password was right. */
import { illegalState, invalid, StewardError } from '../../kernel/errors.ts'
import { refuse } from '../../kernel/operation.ts'
import { teamDemands } from '../passwords/demands.ts'
import { checkPassword } from '../passwords/rules.ts'
import { readSettings } from '../settings/queries.ts'
import { changePasswordOf } from '../team/passwords.ts'
import { getSupervisor, type SupervisorRow } from '../team/queries.ts'
import { supervisorsTable } from '../team/table.ts'
import type { Around, World } from '../world.ts'
import { type From, isKnownDevice, tellNewDevice } from './devices.ts'
import { sessionRecord } from './record.ts'
import { sessionsTable } from './table.ts'
import { digestOf, makeToken } from './token.ts'

export const wrongLogin = () =>
  new StewardError('not_signed_in', 'The email or the password is not right.', {
    hint: 'Forgotten it, or locked out? steward login --forgot. Of another provider? --provider REFERENCE',
  })

const disabled = () =>
  new StewardError('not_allowed', 'You are disabled here.', {
    hint: 'Ask an owner or administrator of your team.',
    details: { status: 'disabled' },
  })

const expired = () =>
  new StewardError('not_signed_in', 'This password was made for you, and is no longer good.', {
    hint: 'Have a code sent to set one of your own: steward login --forgot',
  })

const ownNeeded = () =>
  new StewardError('not_signed_in', 'This password was made for you: choose one of your own.', {
    hint: 'Run steward login on a terminal, or give the new one by --new-password-stdin and this one by --password-file FILE.',
    details: { needs: 'new-password' },
  })

/** Why whoever gave the right password may not come in yet. Told before a code is taken, which would be
 * used up by it. */
export const barred = (
  { status, passwordExpiresAt }: SupervisorRow,
  now: Date,
  { hash, wrong }: OwnPassword,
): StewardError | null => {
  if (status !== 'active') return disabled()
  if (passwordExpiresAt === null) return wrong
  if (passwordExpiresAt <= now) return expired()
  return wrong ?? (hash === null ? ownNeeded() : null)
}

/** What was chosen in place of a password that was made: its hash, or what is wrong with it. */
export type OwnPassword = { hash: string | null; wrong: StewardError | null }

export const noOwnPassword: OwnPassword = { hash: null, wrong: null }

type Given = { password: string; newPassword?: string }

/** For `prepare`, once the password was right. What is wrong is told by `run`: the right password is
 * held against nobody. */
export const ownPasswordOf = async (
  around: Around<unknown>,
  person: SupervisorRow,
  given: Given,
): Promise<OwnPassword> => {
  if (given.newPassword === undefined) return noOwnPassword
  try {
    return { hash: await ownHash(around, person, given), wrong: null }
  } catch (wrong) {
    if (wrong instanceof StewardError) return { hash: null, wrong }
    throw wrong
  }
}

const ownHash = async (
  { read, gateways }: Around<unknown>,
  { email, userName, name, passwordExpiresAt }: SupervisorRow,
  { password, newPassword = '' }: Given,
): Promise<string> => {
  if (passwordExpiresAt === null) {
    const hint = 'Sign in with it, then change it: steward me password'
    throw illegalState('Your password is your own already.', { hint, field: 'newPassword' })
  }
  if (newPassword === password) {
    throw invalid('newPassword', 'The new password must not be the one that you were given.')
  }
  const demands = await read(store => teamDemands(store, [email, userName, name]))
  await checkPassword(newPassword, 'newPassword', demands)
  return gateways.passwords.hash(newPassword)
}

type Proven = { passwordHash: string | null; enrolled: boolean }

export const admit = async (
  world: World,
  person: SupervisorRow,
  from: From,
  { passwordHash, enrolled }: Proven,
) => {
  const { store, now, ids } = world
  const locked = await getSupervisor(store, person.id)
  // The password may have been changed while the old one was being checked.
  const same = locked.passwordHash === person.passwordHash && locked.status === 'active'
  if (!same) return refuse(wrongLogin())
  const row = passwordHash
    ? (await changePasswordOf(world, locked, passwordHash, null)).row
    : locked
  const { 'team.sessionHours': hours } = await readSettings(store, 'team.sessionHours')
  const token = makeToken(ids)
  const known = await isKnownDevice(store, row.key, from)
  const session = await store.insert(sessionsTable, {
    ...from,
    id: ids.make('ses'),
    supervisor: row.key,
    digest: digestOf(token),
    createdAt: now,
    lastSeenAt: now,
    expiresAt: new Date(now.getTime() + hours * 3_600_000),
    freshAt: now,
  })
  const after = await store.update(supervisorsTable, row, { lastSignInAt: now })
  if (!known) await tellNewDevice(world, after, session)
  const mustEnrol = row.twoFactorRequired && !enrolled
  return { session: sessionRecord(session, session.id), token, mustEnrol }
}

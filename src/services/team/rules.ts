/**
 * What may happen to a supervisor, as pure functions: one table of moves, and what each leaves behind.
 * Nothing here knows a database or a clock.
 */
import { alreadySo, illegalState } from '../../kernel/errors.ts'
import { editedName } from '../consumers/rules.ts'
import type { Status } from './table.ts'

export const statuses = ['invited', 'active', 'disabled', 'locked', 'deleted'] as const

/** Those whose sessions and keys hold. Whoever is locked can't sign in anew, and nothing else: strangers
 * who guess must not be able to stop what goes on. */
export const working: readonly Status[] = ['active', 'locked']

/** The part of a supervisor that their status is made of. */
export type Standing = {
  status: Status
  passwordHash: string | null
  disabledAt: Date | null
  lockedAt: Date | null
}

/** Accept is the person's own, lock is Steward's; the others are somebody else's. */
export const moves = ['accept', 'enable', 'disable', 'lock', 'unlock', 'delete'] as const
export type Move = (typeof moves)[number]

const starts: Record<Move, readonly Status[]> = {
  accept: ['invited'],
  enable: ['disabled'],
  disable: ['invited', 'active', 'locked'],
  lock: ['active'],
  unlock: ['locked'],
  delete: ['invited', 'active', 'disabled', 'locked'],
}

/** What somebody has after each move. */
const ends: Record<Move, Status> = {
  accept: 'active',
  enable: 'active',
  disable: 'disabled',
  lock: 'locked',
  unlock: 'active',
  delete: 'deleted',
}

const past: Record<Move, string> = {
  accept: 'accepted',
  enable: 'enabled',
  disable: 'disabled',
  lock: 'locked',
  unlock: 'unlocked',
  delete: 'deleted',
}

/** The moves that somebody of this status can make now. */
export const movesFrom = (status: Status): Move[] =>
  moves.filter(move => starts[move].includes(status))

const offered = (status: Status): string =>
  movesFrom(status)
    .filter(move => move !== 'accept' && move !== 'lock')
    .join(', ') || 'nothing'

/** Throws `illegal_state`, saying what they are and what can be done. */
export const checkMove = (move: Move, { status }: Pick<Standing, 'status'>): void => {
  if (starts[move].includes(status)) return
  const more = { hint: `What can be done now: ${offered(status)}.`, details: { status } }
  if (status === ends[move]) throw alreadySo(`They are ${status} already.`, more)
  throw illegalState(`Somebody who is ${status} can't be ${past[move]}.`, more)
}

/** Throws `illegal_state` for whoever is deleted: they have no password, sessions or factors left. */
export const refuseDeleted = ({ status }: Pick<Standing, 'status'>): void => {
  if (status === 'deleted') throw illegalState('They are deleted.', { details: { status } })
}

/** Throws `illegal_state` where there is nothing to retire. */
export const refuseWithoutFactor = (appsAndCodes: number): void => {
  if (appsAndCodes === 0) throw illegalState('They have no second factor to retire.')
}

/** Throws `illegal_state` where nothing keeps them from signing in. */
export const refuseUnlocked = ({ status }: Pick<Standing, 'status'>, guesses: number): void => {
  if (status === 'locked' || guesses > 0) return
  throw alreadySo('They are not locked, and no wrong guess is counted against them.')
}

/** Throws `illegal_state` for whoever has accepted their invitation. */
export const refuseNotInvited = ({ status }: Pick<Standing, 'status'>): void => {
  if (status === 'invited') return
  const hint = 'To let them set a new password: steward team reset-password'
  throw illegalState('They have no invitation to accept.', { hint, details: { status } })
}

/** Throws `illegal_state` for whoever has no password that could be reset. */
export const refuseInvited = ({ status }: Pick<Standing, 'status'>): void => {
  if (working.includes(status)) return
  const again = 'Send them another invitation: steward team resend-invitation'
  const hint = status === 'invited' ? again : undefined
  throw illegalState(`Somebody who is ${status} has no password to reset.`, {
    hint,
    details: { status },
  })
}

export const disable = (from: Standing, now: Date): Partial<Standing> => {
  checkMove('disable', from)
  return { status: 'disabled', disabledAt: now, lockedAt: null }
}

/** Whoever never set a password is waited for again. */
export const enable = (from: Standing): Partial<Standing> => {
  checkMove('enable', from)
  return { status: from.passwordHash === null ? 'invited' : 'active', disabledAt: null }
}

export const lock = (from: Standing, now: Date): Partial<Standing> => {
  checkMove('lock', from)
  return { status: 'locked', lockedAt: now }
}

export const unlock = (from: Standing): Partial<Standing> => {
  checkMove('unlock', from)
  return { status: 'active', lockedAt: null }
}

export const remove = (from: Standing): Partial<Standing> => {
  checkMove('delete', from)
  return { status: 'deleted', passwordHash: null, lockedAt: null }
}

export const accept = (from: Standing, passwordHash: string): Partial<Standing> => {
  checkMove('accept', from)
  return { status: 'active', passwordHash }
}

type Names = { name?: string; firstName?: string | null; lastName?: string | null }

/** The names as they are after an edit; a name that was made of the two others follows them. */
export const editedNames = (found: Names & { name: string }, edit: Names): Partial<Names> => {
  const { firstName, lastName } = edit
  return { name: editedName(found, edit) ?? found.name, firstName, lastName }
}

/** The name they go by: as given, else first and last name, else the address before its @. */
export const nameFrom = ({ name, firstName, lastName }: Names, email: string): string =>
  name || [firstName, lastName].filter(Boolean).join(' ') || email.slice(0, email.lastIndexOf('@'))

/**
 * What may happen to a key, as pure functions: one table of moves, and what each leaves behind.
 * Nothing here knows a database or a clock.
 */
import { alreadySo, illegalState, invalid } from '../../kernel/errors.ts'
import { parseDuration } from '../../kernel/time.ts'

export const statuses = ['active', 'suspended', 'expired', 'revoked'] as const
export type Status = (typeof statuses)[number]

/** The part of a key that its status is made of. Nothing is written when its time is over. */
export type Standing = {
  status: Exclude<Status, 'expired'>
  expiresAt: Date | null
}

export const moves = ['edit', 'rotate', 'suspend', 'activate', 'revoke'] as const
export type Move = (typeof moves)[number]

/** From which statuses each move starts. A revoked key stays revoked. */
const starts: Record<Move, readonly Status[]> = {
  edit: ['active', 'suspended', 'expired'],
  rotate: ['active', 'suspended'],
  suspend: ['active', 'expired'],
  activate: ['suspended'],
  revoke: ['active', 'suspended', 'expired'],
}

const done: Partial<Record<Move, Status>> = {
  suspend: 'suspended',
  activate: 'active',
  revoke: 'revoked',
}

const past: Record<Move, string> = {
  edit: 'changed',
  rotate: 'rotated',
  suspend: 'suspended',
  activate: 'activated',
  revoke: 'revoked',
}

const isOver = (until: Date | null, now: Date): boolean => until !== null && until <= now

/** As of `now`: an active key whose time is over has expired. */
export const statusAt = ({ status, expiresAt }: Standing, now: Date): Status =>
  status === 'active' && isOver(expiresAt, now) ? 'expired' : status

/** The moves that a key can make now. */
export const movesFrom = (status: Status): Move[] =>
  moves.filter(move => starts[move].includes(status))

/** Why a key can't make this move now; null where it can. */
export const whyNot = (move: Move, status: Status): string | null => {
  if (starts[move].includes(status)) return null
  if (status === done[move]) return `This key is ${status} already.`
  return `A key that is ${status} can't be ${past[move]}.`
}

/** Throws `illegal_state`, saying what the key is and what can be done to it. */
export const check = (move: Move, standing: Standing, now: Date): void => {
  const status = statusAt(standing, now)
  const message = whyNot(move, status)
  if (message === null) return
  const more = { hint: hints[status] ?? hintOf(status), details: { status } }
  throw status === done[move] ? alreadySo(message, more) : illegalState(message, more)
}

const hints: Partial<Record<Status, string>> = {
  revoked: 'Make another: steward keys create --name NAME',
  expired: 'Give it a later end first: steward keys edit KEY --expires +90d',
}

const hintOf = (status: Status): string => `What can be done now: ${movesFrom(status).join(', ')}.`

export const suspend = (from: Standing, now: Date) => {
  check('suspend', from, now)
  return { status: 'suspended', suspendedAt: now } as const
}

/** Throws `illegal_state` for one whose time is over: it would work no more than before. */
export const activate = (from: Standing, now: Date) => {
  check('activate', from, now)
  if (isOver(from.expiresAt, now)) {
    throw illegalState('This key has expired: it would not work.', {
      hint: hints.expired!,
      details: { status: from.status },
    })
  }
  return { status: 'active', suspendedAt: null } as const
}

/** The key before it stops, too. */
export const revoke = (from: Standing, now: Date) => {
  check('revoke', from, now)
  return { status: 'revoked', revokedAt: now, previousHash: null, previousUntil: null } as const
}

/** A new text under the same id. The one before works on until the grace is over; one that was before
 * that works no more. */
export const rotate = (
  from: Standing & { hash: string },
  to: { hash: string; preview: string; grace: number },
  now: Date,
) => {
  check('rotate', from, now)
  const { hash, preview, grace } = to
  const before =
    grace === 0
      ? { previousHash: null, previousUntil: null }
      : { previousHash: from.hash, previousUntil: earlier(now.getTime() + grace, from.expiresAt) }
  return { hash, preview, rotatedAt: now, ...before }
}

const earlier = (at: number, end: Date | null): Date =>
  new Date(end ? Math.min(at, end.getTime()) : at)

const longestGrace = 90 * 86_400_000

/** A time such as 24h, or 0 for none, in milliseconds. Throws `invalid_input`. */
export const graceOf = (text: string): number => {
  const grace = text === '0' ? 0 : parseDuration(text)
  if (grace === undefined) throw invalid('grace', 'grace must be a time such as 24h or 7d, or 0.')
  if (grace > longestGrace) throw invalid('grace', 'grace must be 90d at most.')
  return grace
}

/** Throws `invalid_input` for an end that would be no beginning. */
export const refusePast = (expires: Date | null | undefined, now: Date): void => {
  if (expires && expires <= now) throw invalid('expires', 'expires must lie in the future.')
}

/**
 * What may happen to an account, as pure functions: one table of moves over every status, and what
 * each move leaves behind. Nothing here knows a database or a clock.
 */
import { alreadySo, illegalState } from '../../kernel/errors.ts'

/** A template is no client: new accounts are copied from it. */
export const statuses = ['active', 'suspended', 'closed', 'template'] as const
export type Status = (typeof statuses)[number]

/** The part of an account that its status is made of. */
export type Standing = { status: Status; statusReason: string | null }

export const moves = ['suspend', 'activate', 'close'] as const
export type Move = (typeof moves)[number]

/** What each move makes of each status; null where it can't be made. Closing is not the end: whoever
 * comes back is active again. What lies beneath an account is stopped with it and goes on with it, and
 * nothing is written there. */
const outcomes: Record<Move, Record<Status, Status | null>> = {
  suspend: { active: 'suspended', suspended: null, closed: null, template: null },
  activate: { active: null, suspended: 'active', closed: 'active', template: null },
  close: { active: 'closed', suspended: 'closed', closed: null, template: null },
}

const past: Record<Move, string> = {
  suspend: 'suspended',
  activate: 'activated',
  close: 'closed',
}

/** What an account is once it has had the move. */
const done: Record<Move, Status> = { suspend: 'suspended', activate: 'active', close: 'closed' }

/** The moves that an account can make now. */
export const movesFrom = (status: Status): Move[] =>
  moves.filter(move => outcomes[move][status] !== null)

/** The standing after a move. Throws `illegal_state`, saying what the account is and what can be done
 * to it. */
export const moved = (move: Move, from: Standing, reason: string | null = null): Standing => {
  const status = outcomes[move][from.status]
  if (status) return { status, statusReason: reason }
  const possible = movesFrom(from.status).join(', ')
  const more = {
    hint: possible ? `What can be done now: ${possible}.` : 'Nothing can be done about its status.',
    details: { status: from.status },
  }
  if (from.status === done[move]) {
    const so = `This account is ${from.status} already`
    throw from.statusReason === reason
      ? alreadySo(`${so}.`, more)
      : illegalState(`${so}, and not for this reason.`, more)
  }
  const shown = from.status === 'template' ? 'A template' : `An account that is ${from.status}`
  throw illegalState(`${shown} can't be ${past[move]}.`, more)
}

/** Throws `illegal_state` for an account that has ended. */
export const refuseClosed = ({ status }: Pick<Standing, 'status'>): void => {
  if (status !== 'closed') return
  throw illegalState('This account is closed.', {
    hint: 'Let it go on first: steward accounts activate.',
  })
}

/** Throws `illegal_state`: nobody belongs to a template, and nothing lies beneath one. */
export const refuseTemplate = ({ status }: Pick<Standing, 'status'>): void => {
  if (status === 'template') throw illegalState('A template is no client.', { details: { status } })
}

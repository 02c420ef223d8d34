/**
 * What may happen to a consumer, as pure functions: one table of moves, and what each move leaves
 * behind. Nothing here knows a database or a clock.
 */
import { alreadySo, illegalState, invalid } from '../../kernel/errors.ts'

export const statuses = ['pending', 'active', 'suspended', 'rejected', 'deleted'] as const
export type Status = (typeof statuses)[number]

export const suspensionKinds = ['terms', 'regulation', 'fraud', 'payment', 'other'] as const
export type SuspensionKind = (typeof suspensionKinds)[number]

export const sources = ['console', 'import', 'api', 'application'] as const
export type Source = (typeof sources)[number]

/** The part of a consumer that its status is made of. */
export type Standing = {
  status: Status
  statusReason: string | null
  statusKind: SuspensionKind | null
  suspendedUntil: Date | null
  suspendedFrom: Status | null
  deletedFrom: Status | null
}

export const moves = [
  'approve',
  'reject',
  'reopen',
  'suspend',
  'activate',
  'delete',
  'restore',
] as const
export type Move = (typeof moves)[number]

/** From which statuses each move starts. */
const starts: Record<Move, readonly Status[]> = {
  approve: ['pending'],
  reject: ['pending'],
  reopen: ['rejected'],
  suspend: ['pending', 'active'],
  activate: ['suspended'],
  delete: ['pending', 'active', 'suspended', 'rejected'],
  restore: ['deleted'],
}

/** What a record has after each move, as a person says it. */
const done: Record<Move, string> = {
  approve: 'active',
  reject: 'rejected',
  reopen: 'pending',
  suspend: 'suspended',
  activate: 'active',
  delete: 'deleted',
  restore: 'not deleted',
}

/** The standing as of `now`: a suspension whose end has passed is over, with nothing written. */
export const standingAt = <S extends Standing>(standing: S, now: Date): S => {
  const { status, suspendedUntil, suspendedFrom } = standing
  const over = status === 'suspended' && suspendedUntil !== null && suspendedUntil <= now
  if (!over) return standing
  return { ...standing, status: suspendedFrom ?? 'active', ...unsuspended }
}

/** The moves that a record can make now. */
export const movesFrom = (status: Status): Move[] =>
  moves.filter(move => starts[move].includes(status))

/** Throws `illegal_state`, saying what the record is and what can be done to it. `same` says whether a
 * record that has had this move has all else that is asked for, too. */
export const checkMove = (move: Move, { status }: Pick<Standing, 'status'>, same = true): void => {
  if (starts[move].includes(status)) return
  const more = {
    hint: `What can be done now: ${movesFrom(status).join(', ')}.`,
    details: { status },
  }
  if (status === done[move]) {
    const so = `This consumer is ${status} already`
    throw same ? alreadySo(`${so}.`, more) : illegalState(`${so}, and not as asked for.`, more)
  }
  throw illegalState(`A consumer who is ${status} can't be ${past[move]}.`, more)
}

const past: Record<Move, string> = {
  approve: 'approved',
  reject: 'rejected',
  reopen: 'reopened',
  suspend: 'suspended',
  activate: 'activated',
  delete: 'deleted',
  restore: 'restored',
}

const unsuspended = {
  statusReason: null,
  statusKind: null,
  suspendedUntil: null,
  suspendedFrom: null,
} as const

export const approve = (from: Standing): Partial<Standing> => {
  checkMove('approve', from)
  return { status: 'active', statusReason: null }
}

export const reject = (from: Standing, reason: string): Partial<Standing> => {
  checkMove('reject', from, from.statusReason === reason)
  return { status: 'rejected', statusReason: reason }
}

export const reopen = (from: Standing): Partial<Standing> => {
  checkMove('reopen', from)
  return { status: 'pending', statusReason: null }
}

export const suspend = (
  from: Standing,
  how: { reason: string; kind: SuspensionKind; until: Date | null },
): Partial<Standing> => {
  const until = from.suspendedUntil?.getTime()
  const same = from.statusReason === how.reason && until === how.until?.getTime()
  checkMove('suspend', from, same && from.statusKind === how.kind)
  return {
    status: 'suspended',
    statusReason: how.reason,
    statusKind: how.kind,
    suspendedUntil: how.until,
    suspendedFrom: from.status,
  }
}

/** Gives back what the suspension took: a pending person is pending again. */
export const activate = (from: Standing): Partial<Standing> => {
  checkMove('activate', from)
  return { status: from.suspendedFrom ?? 'active', ...unsuspended }
}

/** Reason, kind and end of a suspension stay with the record, for the day it is restored. */
export const remove = (from: Standing): Partial<Standing> => {
  checkMove('delete', from)
  return { status: 'deleted', deletedFrom: from.status }
}

export const restore = (from: Standing): Partial<Standing> => {
  checkMove('restore', from)
  return { status: from.deletedFrom ?? 'active', deletedFrom: null }
}

/** What happened to a record that no move takes back. */
export type Fate = { mergedInto: string | null; erasedAt: Date | null }

/** Throws `illegal_state`: there is nobody left to whom anything could be done. */
export const refuseErased = ({ erasedAt }: Fate): void => {
  if (erasedAt) throw illegalState('This consumer was erased.', { details: { erasedAt } })
}

/** What a deleted record can't have done to it, and how that is said. */
const undone = {
  edit: 'A deleted consumer can not be edited.',
  tag: 'A deleted consumer can not be tagged.',
  verify: 'A deleted consumer can not be verified.',
  'set-password': 'A deleted consumer has no password.',
  'reset-password': 'A deleted consumer has no password to reset.',
  merge: 'A deleted consumer can not be merged.',
  'documents-add': 'This consumer is deleted: they take no documents.',
} as const

/** Throws `illegal_state`. */
export const refuseDeleted = (
  { status }: Pick<Standing, 'status'>,
  doing: keyof typeof undone,
): void => {
  if (status === 'deleted') throw illegalState(undone[doing], { details: { status } })
}

/** Throws `illegal_state`: what is done by an address needs one. */
export const refuseUnreachable = (found: { email: string | null; phone: string | null }): void => {
  if (found.email || found.phone) return
  throw illegalState('This consumer has neither an email address nor a phone number.', {
    hint: 'Add one with steward consumers edit, or set a password with steward consumers set-password.',
  })
}

/** Throws `illegal_state`: what belonged to a merged record is with the other, and stays there. */
export const refuseMerged = ({ mergedInto }: Fate): void => {
  if (mergedInto === null) return
  throw illegalState('This consumer was merged into another.', {
    hint: `See: steward consumers show ${mergedInto}`,
    details: { mergedInto },
  })
}

/** Throws `illegal_state`, in words that stand alone beside a line of a file, where the record that
 * the line names stands for nobody any more. */
export const refuseGone = (record: Standing & Fate & { id: string }): void => {
  const gone = goneText(record)
  if (gone !== null) throw illegalState(gone, { field: 'id', details: { id: record.id } })
}

const goneText = ({ id, status, mergedInto, erasedAt }: Standing & Fate & { id: string }) => {
  if (erasedAt)
    return 'They were erased at their own wish. Without the id, the row is a new person.'
  if (mergedInto !== null) return `They were merged into ${mergedInto}.`
  if (status !== 'deleted') return null
  return `They were deleted. To have them back first: steward consumers restore ${id}`
}

/** The move that a status given in a file would be; undefined when it is none. */
export const moveTo = ({ status, suspendedFrom }: Standing, to: Status): Move | undefined =>
  movesFrom(status).find(move =>
    move === 'activate' ? to === (suspendedFrom ?? 'active') : to === done[move],
  )

export type Circumstances = {
  statusReason?: string | null
  statusKind?: SuspensionKind | null
  suspendedUntil?: Date | null
  suspendedFrom?: Status | null
}

/** The standing of someone who arrives with a status from elsewhere. Throws `invalid_input` when
 * what belongs to that status is missing. */
export const standingFor = (status: Status, given: Circumstances, now: Date): Standing => {
  const reason = given.statusReason ?? null
  const suspended = status === 'suspended'
  if ((suspended || status === 'rejected') && !reason) {
    throw invalid('statusReason', `statusReason is required for someone who is ${status}.`)
  }
  const until = suspended ? (given.suspendedUntil ?? null) : null
  if (until && until <= now)
    throw invalid('suspendedUntil', 'suspendedUntil must lie in the future.')
  return {
    status,
    statusReason: suspended || status === 'rejected' ? reason : null,
    statusKind: suspended ? (given.statusKind ?? 'other') : null,
    suspendedUntil: until,
    suspendedFrom: suspended ? (given.suspendedFrom ?? 'active') : null,
    deletedFrom: null,
  }
}

/** The same status with what is said of it anew: another reason, kind, end, or status after it. */
export const restated = (from: Standing, given: Circumstances, now: Date): Partial<Standing> => {
  const told = standingFor(from.status, { ...from, ...given }, now)
  const { statusReason, statusKind, suspendedUntil, suspendedFrom } = told
  return { statusReason, statusKind, suspendedUntil, suspendedFrom }
}

/** Nobody registers tomorrow. Throws `invalid_input`. */
export const refuseFuture = (createdAt: Date | undefined, now: Date): void => {
  if (createdAt && createdAt > now) throw invalid('createdAt', 'createdAt lies in the future.')
}

/** First and last name make the name when only they are given. */
export const fullName = (parts: {
  name?: string | null
  firstName?: string | null
  lastName?: string | null
}): string | null => {
  if (parts.name) return parts.name
  const made = [parts.firstName, parts.lastName].filter(part => part).join(' ')
  return made === '' ? null : made
}

type Names = { name?: string | null; firstName?: string | null; lastName?: string | null }

/** The name after an edit: as given, else made anew when its parts changed and it was made of them,
 * else as it was. Null when nothing would be left of it. */
export const editedName = (found: Names, edit: Names): string | null => {
  if (edit.name) return edit.name
  const parts = {
    firstName: edit.firstName ?? found.firstName,
    lastName: edit.lastName ?? found.lastName,
  }
  if (edit.firstName === null) parts.firstName = null
  if (edit.lastName === null) parts.lastName = null
  const madeOfParts =
    found.name === fullName({ firstName: found.firstName, lastName: found.lastName })
  if (edit.name === null || madeOfParts) return fullName(parts)
  return found.name ?? null
}

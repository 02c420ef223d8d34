/**
 * What may happen to a document, as pure functions: one table of moves, and what each leaves behind.
 * Nothing here knows a database or a clock.
 */
import { illegalState, invalid } from '../../kernel/errors.ts'

export const statuses = [
  'waiting',
  'accepted',
  'rejected',
  'requested',
  'expired',
  'superseded',
] as const
export type Status = (typeof statuses)[number]

export const kinds = [
  'passport',
  'id-card',
  'driving-licence',
  'residence-permit',
  'proof-of-address',
  'bank-statement',
  'tax-certificate',
  'company-registration',
  'company-owners',
  'selfie',
  'other',
] as const
export type Kind = (typeof kinds)[number]

export const sides = ['front', 'back'] as const
export type Side = (typeof sides)[number]

/** What can be wrong with a document. */
export const problems = [
  'unreadable',
  'not-complete',
  'wrong-document',
  'name-mismatch',
  'expired',
  'too-old',
  'not-accepted-here',
  'suspected-forgery',
  'other',
] as const
export type Problem = (typeof problems)[number]

/** The part of a document that its verdict is made of. `expiresOn` is the beginning of the last UTC day
 * on which it holds. */
export type Standing = {
  status: Status
  problems: Problem[]
  reason: string | null
  note: string | null
  expiresOn: Date | null
}

export const moves = ['accept', 'reject', 'request', 'expire', 'supersede'] as const
export type Move = (typeof moves)[number]

/** From which statuses each move starts. A verdict can be changed until another document has come in
 * the place of this one. */
const starts: Record<Move, readonly Status[]> = {
  accept: ['waiting', 'rejected', 'requested', 'expired'],
  reject: ['waiting', 'accepted', 'requested'],
  request: ['waiting', 'accepted', 'rejected', 'expired'],
  expire: ['accepted'],
  supersede: ['waiting', 'accepted', 'rejected', 'requested', 'expired'],
}

/** What a document is after each move. */
const done: Record<Move, Status> = {
  accept: 'accepted',
  reject: 'rejected',
  request: 'requested',
  expire: 'expired',
  supersede: 'superseded',
}

const past: Record<Move, string> = {
  accept: 'accepted',
  reject: 'rejected',
  request: 'asked for again',
  expire: 'expired',
  supersede: 'superseded',
}

const day = 86_400_000

/** Whether the last day on which it holds is over. */
export const isOver = (expiresOn: Date | null, now: Date): boolean =>
  expiresOn !== null && expiresOn.getTime() + day <= now.getTime()

/** Whole days until it no longer holds: 0 on its last day, less than 0 after it. */
export const daysLeft = (expiresOn: Date, now: Date): number =>
  Math.ceil((expiresOn.getTime() + day - now.getTime()) / day) - 1

/** The standing as of `now`: an accepted document whose time is over has expired, with nothing
 * written. */
export const standingAt = <S extends Pick<Standing, 'status' | 'expiresOn'>>(
  standing: S,
  now: Date,
): S =>
  standing.status === 'accepted' && isOver(standing.expiresOn, now)
    ? { ...standing, status: 'expired' }
    : standing

/** The moves that a document can make now. */
export const movesFrom = (status: Status): Move[] =>
  moves.filter(move => starts[move].includes(status))

/** Throws `illegal_state`, saying what the document is and what can be done to it. */
export const checkMove = (move: Move, status: Status): void => {
  if (starts[move].includes(status)) return
  const can = movesFrom(status).filter(one => one !== 'supersede')
  throw illegalState(
    status === done[move]
      ? `This document is ${status} already.`
      : `A document that is ${status} can't be ${past[move]}.`,
    {
      hint:
        can.length > 0
          ? `What can be done now: ${can.join(', ')}.`
          : 'Another document came in its place: see steward consumers documents list.',
      details: { status },
    },
  )
}

/** Throws `illegal_state`: nothing is decided of somebody who is gone. */
export const refuseDeleted = ({ status }: { status: string }): void => {
  if (status !== 'deleted') return
  throw illegalState('This consumer is deleted: nothing is decided about their documents.')
}

export type Verdict = { problems: readonly Problem[]; reason: string | null }

/** Throws `invalid_input`: "other" alone would tell nobody anything. */
export const checkVerdict = ({ problems, reason }: Verdict): void => {
  if (problems.length === 0) throw invalid('problems', 'problems must name what is wrong.')
  if (problems.includes('other') && !reason) {
    throw invalid('reason', 'reason is required with the problem "other": say what it is.')
  }
}

/** Throws `illegal_state` for what would have expired as soon as it is accepted. */
export const accept = (
  from: Standing,
  given: { note: string | null; expiresOn: Date | undefined },
  now: Date,
): Partial<Standing> => {
  const { status } = standingAt(from, now)
  checkMove('accept', status)
  const expiresOn = given.expiresOn ?? from.expiresOn
  if (isOver(expiresOn, now)) {
    throw illegalState('This document has expired: it can not be accepted.', {
      hint: 'Give the right date with --expires-on, or ask for another: steward consumers documents request.',
      details: { status },
    })
  }
  return { status: 'accepted', problems: [], reason: null, note: given.note, expiresOn }
}

export const reject = (from: Standing, verdict: Verdict, now: Date): Partial<Standing> => {
  checkMove('reject', standingAt(from, now).status)
  checkVerdict(verdict)
  return { status: 'rejected', problems: [...verdict.problems], reason: verdict.reason, note: null }
}

export const request = (from: Standing, verdict: Verdict, now: Date): Partial<Standing> => {
  checkMove('request', standingAt(from, now).status)
  checkVerdict(verdict)
  return {
    status: 'requested',
    problems: [...verdict.problems],
    reason: verdict.reason,
    note: null,
  }
}

export const expire = (from: Standing, reason: string, now: Date): Partial<Standing> => {
  checkMove('expire', standingAt(from, now).status)
  return { status: 'expired', problems: [], reason }
}

export const supersede = (from: Standing, now: Date): Partial<Standing> => {
  checkMove('supersede', standingAt(from, now).status)
  return { status: 'superseded' }
}

/** Throws `invalid_input` for days that can't be on a document. */
export const checkDays = (
  { issuedOn, expiresOn }: { issuedOn?: Date | null; expiresOn?: Date | null },
  now: Date,
): void => {
  if (issuedOn && issuedOn > now) throw invalid('issuedOn', 'issuedOn lies in the future.')
  if (issuedOn && expiresOn && expiresOn < issuedOn) {
    throw invalid('expiresOn', 'expiresOn is before issuedOn.')
  }
}

/** How many days before the end a reminder goes out, the first one first. */
export const reminderDays = [30, 7, 0] as const

/** The reminder that is due now, as the days that name it: the last whose time has come, unless it or
 * a later one went out before. Null when there is none. */
export const reminderDue = (expiresOn: Date, reminded: number | null, now: Date): number | null => {
  const left = daysLeft(expiresOn, now)
  const stage = reminderDays.findLast(days => left <= days)
  return stage === undefined || (reminded !== null && reminded <= stage) ? null : stage
}

/** What becomes of two records of one person, as pure functions: which value of each field stays, and
 * where the person stands afterwards. */
import { invalid } from '../../kernel/errors.ts'
import type { ConsumerRow } from './record.ts'
import { refuseDeleted, type Standing, type Status } from './rules.ts'

/** Whose value stays. */
export type Side = 'consumer' | 'duplicate' | 'both'

/** What is chosen as one: parts of a name belong together, and what was proven or is signed in with
 * goes with its address. */
const units = {
  name: ['name', 'firstName', 'lastName'],
  company: ['company'],
  industry: ['industry'],
  email: ['email', 'emailKey', 'emailVerifiedAt', 'passwordHash', 'passwordExpiresAt'],
  phone: ['phone', 'phoneVerifiedAt'],
  country: ['country'],
  language: ['language'],
  externalId: ['externalId'],
  projectLimit: ['projectLimit'],
  account: ['account'],
} as const satisfies Record<string, readonly (keyof ConsumerRow)[]>

export type Unit = keyof typeof units
export const mergeUnits = Object.keys(units) as [Unit, ...Unit[]]

/** One field: what stays, whose that is, and what goes. */
export type Winner = { field: string; value: unknown; from: Side; lost: unknown }

export type Merged = { patch: Partial<ConsumerRow>; winners: Winner[] }

/**
 * What `into` becomes once `from` has gone into it. Its own value stays, unless it is empty or `take`
 * asks for the other. Tags are united; the earliest registration and the latest sign-in stay; a
 * second factor that one of them asks for is asked for. Throws `invalid_input` where there is nothing
 * to take.
 */
export const mergeRecords = (
  into: ConsumerRow,
  from: ConsumerRow,
  take: readonly Unit[],
): Merged => {
  const { standing, winner } = mergedStanding(into, from)
  const chosen = mergeUnits.map(unit => choose(unit, into, from, take.includes(unit)))
  const tags = [...new Set([...into.tags, ...from.tags])]
  const createdAt = earlier(into.createdAt, from.createdAt)
  const lastSignInAt = later(into.lastSignInAt, from.lastSignInAt)
  const patch = Object.assign(
    { ...standing, tags, createdAt, lastSignInAt, twoFactor: into.twoFactor || from.twoFactor },
    ...chosen.map(one => one.patch),
  )
  const given = (field: 'createdAt' | 'lastSignInAt', value: Date | null): Winner => {
    const side = value?.getTime() === into[field]?.getTime() ? 'consumer' : 'duplicate'
    return told(field, into, from, side)
  }
  const winners = [
    told('status', into, from, winner),
    ...chosen.map(one => one.winner),
    { field: 'tags', value: tags, from: 'both' as const, lost: null },
    given('createdAt', createdAt),
    given('lastSignInAt', lastSignInAt),
  ]
  return { patch, winners }
}

const choose = (unit: Unit, into: ConsumerRow, from: ConsumerRow, isTaken: boolean) => {
  if (isTaken && from[unit] === null) {
    throw invalid('take', `The duplicate has no ${unit} to take.`)
  }
  const side: Side =
    from[unit] !== null && (isTaken || into[unit] === null) ? 'duplicate' : 'consumer'
  const columns = side === 'duplicate' ? units[unit] : []
  const patch = Object.fromEntries(columns.map(column => [column, from[column]]))
  return { patch, winner: told(unit, into, from, side) }
}

/** What is the same in both isn't lost. */
const told = (
  field: Unit | 'status' | 'createdAt' | 'lastSignInAt',
  into: ConsumerRow,
  from: ConsumerRow,
  side: Side,
): Winner => {
  const [value, other] =
    side === 'consumer' ? [into[field], from[field]] : [from[field], into[field]]
  const [shown, lost] = [plain(value), plain(other)]
  return { field, value: shown, from: side, lost: shown === lost ? null : lost }
}

const plain = (value: unknown) => (value instanceof Date ? value.toISOString() : value)

const earlier = (one: Date, other: Date): Date => (other < one ? other : one)

const later = (one: Date | null, other: Date | null): Date | null =>
  other !== null && (one === null || other > one) ? other : one

/** Who was let in stays in, whom somebody has yet to decide on waits, and a suspension of either is
 * one of the person: it is not got round by a second record. */
const ranks: Record<Status, number> = {
  suspended: 4,
  active: 3,
  pending: 2,
  rejected: 1,
  deleted: 0,
}

/** Throws `illegal_state` when either is deleted. */
export const mergedStanding = (
  into: Standing,
  from: Standing,
): { standing: Partial<Standing>; winner: 'consumer' | 'duplicate' } => {
  for (const side of [into, from]) refuseDeleted(side, 'merge')
  const [one, other] = [ranks[into.status], ranks[from.status]]
  const winner = other > one || (other === one && endsLater(from, into)) ? 'duplicate' : 'consumer'
  const { status, statusReason, statusKind, suspendedUntil } = winner === 'consumer' ? into : from
  const standing = { status, statusReason, statusKind, suspendedUntil }
  if (status !== 'suspended') return { standing: { ...standing, suspendedFrom: null }, winner }
  const before = [into, from].map(side => side.suspendedFrom ?? side.status)
  const suspendedFrom = before.includes('active') ? 'active' : 'pending'
  return { standing: { ...standing, suspendedFrom }, winner }
}

/** Of two suspensions, the one without an end or with the later one. */
const endsLater = (one: Standing, other: Standing): boolean => {
  if (one.status !== 'suspended' || other.suspendedUntil === null) return false
  return one.suspendedUntil === null || one.suspendedUntil > other.suspendedUntil
}

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  accept,
  daysLeft,
  expire,
  isOver,
  type Move,
  moves,
  movesFrom,
  reject,
  reminderDays,
  reminderDue,
  request,
  type Standing,
  type Status,
  standingAt,
  statuses,
  supersede,
} from '../../../src/services/documents/rules.ts'

const now = new Date('2026-03-01T12:00:00.000Z')
const day = 86_400_000
const verdict = { problems: ['unreadable' as const], reason: null }

const make: Record<Move, (from: Standing) => Partial<Standing>> = {
  accept: from => accept(from, { note: null, expiresOn: undefined }, now),
  reject: from => reject(from, verdict, now),
  request: from => request(from, verdict, now),
  expire: from => expire(from, 'stolen', now),
  supersede: from => supersede(from, now),
}

const becomes: Record<Move, Status> = {
  accept: 'accepted',
  reject: 'rejected',
  request: 'requested',
  expire: 'expired',
  supersede: 'superseded',
}

const allowed: Record<Status, Move[]> = {
  waiting: ['accept', 'reject', 'request', 'supersede'],
  accepted: ['reject', 'request', 'expire', 'supersede'],
  rejected: ['accept', 'request', 'supersede'],
  requested: ['accept', 'reject', 'supersede'],
  expired: ['accept', 'request', 'supersede'],
  superseded: [],
}

const at = (status: Status, expiresOn: Date | null = null): Standing => ({
  status,
  problems: [],
  reason: null,
  note: null,
  expiresOn,
})

describe('a move of a document', () => {
  const pairs = statuses.flatMap(status => moves.map(move => [move, status] as const))

  it.each(pairs)('%s from %s is made or refused as the table says', (move, status) => {
    const made = () => make[move](at(status))
    if (allowed[status].includes(move)) expect(made().status).toBe(becomes[move])
    else expect(made).toThrow(expect.objectContaining({ code: 'illegal_state' }))
    expect(movesFrom(status)).toEqual(allowed[status])
  })

  it('names what is wrong, and says what "other" is', () => {
    const none = () => reject(at('waiting'), { problems: [], reason: 'no' }, now)
    const other = () => request(at('waiting'), { problems: ['other'], reason: null }, now)
    expect(none).toThrow(expect.objectContaining({ code: 'invalid_input', field: 'problems' }))
    expect(other).toThrow(expect.objectContaining({ code: 'invalid_input', field: 'reason' }))
  })

  it('accepts no document whose last day is over, unless the day is corrected', () => {
    const old = at('waiting', new Date('2026-02-28'))
    expect(() => accept(old, { note: null, expiresOn: undefined }, now)).toThrow('has expired')
    const right = new Date('2027-02-28')
    expect(accept(old, { note: null, expiresOn: right }, now)).toMatchObject({ expiresOn: right })
  })
})

describe('the last day of a document', () => {
  const instants = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01') })
  const days = fc.integer({ min: 18_000, max: 26_000 }).map(count => new Date(count * day))

  it('is valid to its end, and from then on an accepted one has expired', () => {
    const lastDay = at('accepted', new Date('2026-03-01'))
    expect(standingAt(lastDay, new Date('2026-03-01T23:59:59.999Z')).status).toBe('accepted')
    expect(standingAt(lastDay, new Date('2026-03-02T00:00:00.000Z')).status).toBe('expired')
    expect(standingAt({ ...lastDay, status: 'rejected' }, now).status).toBe('rejected')
  })

  it('is over exactly when less than no day is left', () => {
    fc.assert(
      fc.property(days, instants, (expiresOn, at) => {
        expect(isOver(expiresOn, at)).toBe(daysLeft(expiresOn, at) < 0)
      }),
    )
  })

  it('is told of once at each stage, in order, however often and irregularly one looks', () => {
    const steps = fc.array(fc.integer({ min: 1, max: 20 * day }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(days, steps, (expiresOn, pauses) => {
        let at = expiresOn.getTime() - 60 * day
        let reminded: number | null = null
        const sent: number[] = []
        for (const pause of pauses) {
          at += pause
          for (const _ of [1, 2]) {
            const stage = reminderDue(expiresOn, reminded, new Date(at))
            if (stage === null) continue
            expect(daysLeft(expiresOn, new Date(at))).toBeLessThanOrEqual(stage)
            reminded = stage
            sent.push(stage)
          }
        }
        expect(sent).toEqual(reminderDays.filter(stage => sent.includes(stage)))
        expect(new Set(sent).size).toBe(sent.length)
        const left = daysLeft(expiresOn, new Date(at))
        if (left <= 0) expect(sent.at(-1)).toBe(0)
      }),
    )
  })
})

/** The state machine as pure functions, against a model that shares no code with it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StewardError } from '../../../src/kernel/errors.ts'
import {
  activate,
  approve,
  editedName,
  fullName,
  type Move,
  moves,
  movesFrom,
  moveTo,
  reject,
  remove,
  reopen,
  restore,
  type Standing,
  type Status,
  standingAt,
  standingFor,
  statuses,
  suspend,
} from '../../../src/services/consumers/rules.ts'

const noon = new Date('2026-03-01T12:00:00.000Z')
const hours = (count: number) => new Date(noon.getTime() + count * 3_600_000)

const fresh = (status: Status): Standing => ({
  status,
  statusReason: status === 'rejected' ? 'why' : null,
  statusKind: status === 'suspended' ? 'other' : null,
  suspendedUntil: null,
  suspendedFrom: status === 'suspended' ? 'active' : null,
  deletedFrom: status === 'deleted' ? 'active' : null,
})

const make: Record<Move, (from: Standing, until: Date | null) => Partial<Standing>> = {
  approve,
  reject: from => reject(from, 'no papers'),
  reopen,
  suspend: (from, until) => suspend(from, { reason: 'unpaid', kind: 'payment', until }),
  activate,
  delete: remove,
  restore,
}

/** Issue 2, section 3, sentence by sentence: where each move leads from each status. */
const table: Record<Status, Partial<Record<Move, Status>>> = {
  pending: { approve: 'active', reject: 'rejected', suspend: 'suspended', delete: 'deleted' },
  active: { suspend: 'suspended', delete: 'deleted' },
  suspended: { activate: 'active', delete: 'deleted' },
  rejected: { reopen: 'pending', delete: 'deleted' },
  deleted: { restore: 'active' },
}

describe('every pair of status and move', () => {
  for (const status of statuses) {
    for (const move of moves) {
      const to = table[status][move]
      it(`${status}, ${move}: ${to ?? 'refused'}`, () => {
        const attempt = () => make[move](fresh(status), null)
        if (to) expect(attempt()).toMatchObject({ status: to })
        else expect(attempt).toThrow(StewardError)
      })
    }
    it(`${status}: what can be done is what is not refused`, () => {
      expect(movesFrom(status).sort()).toEqual(Object.keys(table[status]).sort())
    })
  }

  it('a refusal says what the record is and what can be done to it', () => {
    expect(() => suspend(fresh('suspended'), { reason: 'x', kind: 'other', until: null })).toThrow(
      expect.objectContaining({
        code: 'illegal_state',
        message: 'This consumer is suspended already, and not as asked for.',
        hint: 'What can be done now: activate, delete.',
        details: { status: 'suspended' },
      }),
    )
    expect(() => approve(fresh('rejected'))).toThrow(
      "A consumer who is rejected can't be approved.",
    )
  })
})

/** What a person would say of a record: what it is and, under that, what it was. */
type Model =
  | { is: 'pending' | 'active' | 'rejected' }
  | { is: 'suspended'; was: Model; until: Date | null }
  | { is: 'deleted'; was: Model }

const asOf = (model: Model, now: Date): Model =>
  model.is === 'suspended' && model.until && model.until <= now ? model.was : model

const step = (model: Model, move: Move, until: Date | null): Model | null => {
  if (move === 'delete') return model.is === 'deleted' ? null : { is: 'deleted', was: model }
  if (move === 'restore') return model.is === 'deleted' ? model.was : null
  if (move === 'activate') return model.is === 'suspended' ? model.was : null
  if (move === 'reopen') return model.is === 'rejected' ? { is: 'pending' } : null
  if (move === 'suspend') {
    const may = model.is === 'pending' || model.is === 'active'
    return may ? { is: 'suspended', was: model, until } : null
  }
  if (model.is !== 'pending') return null
  return { is: move === 'approve' ? 'active' : 'rejected' }
}

/** A suspension leaves nothing behind once it is over. */
const isTidy = ({ status, statusKind, suspendedUntil, suspendedFrom, statusReason }: Standing) =>
  status === 'suspended' || status === 'deleted'
    ? true
    : statusKind === null &&
      suspendedUntil === null &&
      suspendedFrom === null &&
      (status === 'rejected') === (statusReason !== null)

describe('any sequence of moves', () => {
  const act = fc.record({
    move: fc.constantFrom(...moves),
    wait: fc.integer({ min: 0, max: 5 }),
    lasts: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
  })

  it('goes where the model goes, and what is over leaves no trace', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), acts => {
        let standing = fresh('pending')
        let model: Model = { is: 'pending' }
        let clock = 0
        for (const { move, wait, lasts } of acts) {
          clock += wait
          const now = hours(clock)
          const until = lasts === null ? null : hours(clock + lasts)
          standing = standingAt(standing, now)
          model = asOf(model, now)
          expect(standing.status).toBe(model.is)
          const next = step(model, move, until)
          if (next) {
            standing = { ...standing, ...make[move](standing, until) }
            model = next
          } else expect(() => make[move](standing, until)).toThrow(StewardError)
          const seen = standingAt(standing, now)
          expect(seen.status).toBe(asOf(model, now).is)
          expect(isTidy(seen)).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('restoring gives back exactly what deletion took, reason, kind and end as well', () => {
    for (const status of ['pending', 'active', 'rejected'] as const) {
      const before = fresh(status)
      const deleted = { ...before, ...remove(before) }
      expect({ ...deleted, ...restore(deleted) }).toEqual(before)
    }
    const until = hours(5)
    const before = {
      ...fresh('pending'),
      ...suspend(fresh('pending'), { reason: 'odd', kind: 'fraud', until }),
    }
    const deleted = { ...before, ...remove(before) }
    expect({ ...deleted, ...restore(deleted) }).toEqual(before)
    expect(before).toMatchObject({
      statusReason: 'odd',
      statusKind: 'fraud',
      suspendedUntil: until,
    })
  })

  it('a suspension is over at its end and not a millisecond before', () => {
    const until = hours(1)
    const from = fresh('pending')
    const suspended = { ...from, ...suspend(from, { reason: 'x', kind: 'terms', until }) }
    expect(standingAt(suspended, new Date(until.getTime() - 1))).toBe(suspended)
    expect(standingAt(suspended, until)).toEqual(from)
  })
})

describe('a status from a file', () => {
  it('is a move only where there is one, and ends a suspension by what it took', () => {
    const from = (status: Status, suspendedFrom: Status | null = null) => ({
      ...fresh(status),
      suspendedFrom,
    })
    expect(moveTo(from('pending'), 'active')).toBe('approve')
    expect(moveTo(from('pending'), 'rejected')).toBe('reject')
    expect(moveTo(from('rejected'), 'pending')).toBe('reopen')
    expect(moveTo(from('suspended', 'active'), 'active')).toBe('activate')
    expect(moveTo(from('suspended', 'pending'), 'pending')).toBe('activate')
    expect(moveTo(from('suspended', 'pending'), 'active')).toBeUndefined()
    expect(moveTo(from('suspended', 'active'), 'pending')).toBeUndefined()
    expect(moveTo(from('active'), 'pending')).toBeUndefined()
    expect(moveTo(from('active'), 'rejected')).toBeUndefined()
    expect(moveTo(from('rejected'), 'active')).toBeUndefined()
  })

  it('needs the reason that belongs to it, and an end that is still to come', () => {
    for (const status of ['suspended', 'rejected'] as const) {
      expect(() => standingFor(status, {}, noon)).toThrow(`statusReason is required`)
    }
    const given = { statusReason: 'x', suspendedUntil: noon }
    expect(() => standingFor('suspended', given, noon)).toThrow('must lie in the future')
    expect(standingFor('active', given, noon)).toEqual(fresh('active'))
  })
})

describe('names', () => {
  const names = fc.option(fc.string({ minLength: 1, maxLength: 8 }), { nil: null })

  it('are made of first and last name when only they are given', () => {
    expect(fullName({ firstName: 'Ada', lastName: 'Lovelace' })).toBe('Ada Lovelace')
    expect(fullName({ lastName: 'Sukarno' })).toBe('Sukarno')
    expect(fullName({ name: 'A. L.', firstName: 'Ada' })).toBe('A. L.')
    expect(fullName({})).toBeNull()
  })

  it('made of their parts follow them, and a given one stays', () => {
    fc.assert(
      fc.property(names, names, names, (firstName, lastName, edited) => {
        const name = fullName({ firstName, lastName })
        fc.pre(name !== null && edited !== null)
        const made = { name, firstName, lastName }
        expect(editedName(made, { firstName: edited })).toBe(
          fullName({ firstName: edited, lastName }),
        )
        const given = { ...made, name: `${name} Esq.` }
        expect(editedName(given, { firstName: edited })).toBe(given.name)
        expect(editedName(given, { name: null, firstName: edited })).toBe(
          fullName({ firstName: edited, lastName }),
        )
      }),
    )
  })

  it('can not be cleared away to nothing', () => {
    expect(editedName({ name: 'Ada', firstName: 'Ada' }, { firstName: null })).toBeNull()
    expect(editedName({ name: 'Ada' }, { name: null })).toBeNull()
  })
})

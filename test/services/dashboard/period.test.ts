/** Periods cover every moment once, whatever they are cut into. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bucketOfDay,
  bucketsOf,
  parsePeriod,
  type Unit,
  unitFor,
  units,
} from '../../../src/services/dashboard/period.ts'

const day = 86_400_000
const now = new Date('2026-03-01T12:00:00.000Z')
const instants = fc.date({
  min: new Date('2001-01-01T00:00:00Z'),
  max: new Date('2099-12-31T00:00:00Z'),
  noInvalidDate: true,
})
const unit = fc.constantFrom<Unit>(...units)
const periods = fc
  .tuple(instants, fc.integer({ min: 1, max: 900 * day }))
  .map(([from, length]) => ({ from, to: new Date(from.getTime() + length) }))

const told = ({ from, to }: { from: Date; to: Date }) => [from.toISOString(), to.toISOString()]

describe('a period', () => {
  it.each([
    ['today', '2026-03-01', '2026-03-02'],
    ['week', '2026-02-23', '2026-03-02'],
    ['month', '2026-01-31', '2026-03-02'],
    ['year', '2025-04-01', '2026-03-02'],
    ['2026-01-01..2026-02-01', '2026-01-01', '2026-02-01'],
    ['-2d..today', '2026-02-27T12:00:00Z', '2026-03-01'],
    ['2026-01-01T10:00..2026-01-01T11:00+01:00', '', ''],
  ])('%s is from its first moment up to, not including, its end', (text, from, to) => {
    if (from === '') return expect(() => parsePeriod(text, now)).toThrow('ends before it begins')
    expect(told(parsePeriod(text, now))).toEqual(told({ from: new Date(from), to: new Date(to) }))
  })

  it.each([
    '',
    'Today',
    'decade',
    '..',
    '2026-01-01..',
    '..2026-01-01',
    '2026-01-01',
    '2026-02-30..now',
    '2026-01-01..2026-01-02..2026-01-03',
  ])('is not %j', text => {
    expect(() => parsePeriod(text, now)).toThrow('This is not a period.')
  })

  it.each(['now..now', '2026-01-02..2026-01-01'])('is not empty: %s', text => {
    expect(() => parsePeriod(text, now)).toThrow('ends before it begins')
  })

  it('by name holds the present moment, in whole days, and the longer ones hold the shorter', () => {
    fc.assert(
      fc.property(instants, at => {
        const named = ['today', 'week', 'month', 'year'].map(text => parsePeriod(text, at))
        for (const [index, { from, to }] of named.entries()) {
          expect(from <= at && at < to).toBe(true)
          expect([from.getTime() % day, to.getTime() % day]).toEqual([0, 0])
          expect(from <= (named[index - 1]?.from ?? at)).toBe(true)
          expect(to).toEqual(named[0]!.to)
        }
      }),
    )
  })
})

describe('buckets', () => {
  it('follow each other without gap or overlap, from end to end of the period', () => {
    fc.assert(
      fc.property(periods, unit, (period, by) => {
        const buckets = bucketsOf(period, by)
        expect(buckets[0]!.from).toEqual(period.from)
        expect(buckets.at(-1)!.to).toEqual(period.to)
        for (const [index, { from, to }] of buckets.entries()) {
          expect(from < to).toBe(true)
          if (index > 0) expect(from).toEqual(buckets[index - 1]!.to)
        }
      }),
    )
  })

  it('have names of their own, in order, under which their days are found', () => {
    fc.assert(
      fc.property(periods, unit, (period, by) => {
        const buckets = bucketsOf(period, by)
        const names = buckets.map(({ name }) => name)
        expect(names).toEqual([...new Set(names)].sort())
        for (const { from, to, name } of buckets) {
          for (const at of [from, new Date(to.getTime() - 1)]) {
            expect(bucketOfDay(at.toISOString().slice(0, 10), by)).toBe(name)
          }
        }
      }),
    )
  })

  it('of weeks begin on a Monday, of months on the first, except where the period does', () => {
    fc.assert(
      fc.property(periods, period => {
        for (const { from } of bucketsOf(period, 'week').slice(1)) expect(from.getUTCDay()).toBe(1)
        for (const { from } of bucketsOf(period, 'month').slice(1)) {
          expect(from.getUTCDate()).toBe(1)
        }
      }),
    )
  })

  it('of a period by name are few enough for a chart', () => {
    const counts = ['today', 'week', 'month', 'year'].map(text => {
      const period = parsePeriod(text, now)
      return bucketsOf(period, unitFor(period)).length
    })
    expect(counts).toEqual([1, 7, 30, 12])
  })

  it('are at most 1000: more are refused, with what to do', () => {
    const ages = { from: new Date('1990-01-01'), to: new Date('2026-01-01') }
    expect(() => bucketsOf(ages, 'day')).toThrow('more than 1000 days')
    expect(bucketsOf(ages, 'month')).toHaveLength(432)
  })
})

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  ago,
  formatDuration,
  isRelative,
  parseDuration,
  parseInstant,
} from '../../src/kernel/time.ts'

const now = new Date('2026-03-31T14:05:09.250Z')
const read = (text: string, at = now) => parseInstant(text, at)?.toISOString()

describe('parseInstant', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T08:15', '2026-01-31T08:15:00.000Z'],
    ['2026-01-31 08:15:30', '2026-01-31T08:15:30.000Z'],
    ['2026-01-31T08:15:30.5Z', '2026-01-31T08:15:30.500Z'],
    ['2026-01-31T08:15:30.123999Z', '2026-01-31T08:15:30.123Z'],
    ['2026-01-31t08:15:30z', '2026-01-31T08:15:30.000Z'],
    ['2026-01-31T01:00+03:00', '2026-01-30T22:00:00.000Z'],
    ['2026-01-31T22:00-0330', '2026-02-01T01:30:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0050-06-01', '0050-06-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
    // The examples of RFC 3339, section 5.8, without the leap seconds.
    ['1985-04-12T23:20:50.52Z', '1985-04-12T23:20:50.520Z'],
    ['1996-12-19T16:39:57-08:00', '1996-12-20T00:39:57.000Z'],
    ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
  ])('reads the ISO 8601 %s as %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test.each([
    ['now', '2026-03-31T14:05:09.250Z'],
    ['today', '2026-03-31T00:00:00.000Z'],
    ['yesterday', '2026-03-30T00:00:00.000Z'],
    ['tomorrow', '2026-04-01T00:00:00.000Z'],
    ['-30s', '2026-03-31T14:04:39.250Z'],
    ['30m', '2026-03-31T14:35:09.250Z'],
    ['+2h', '2026-03-31T16:05:09.250Z'],
    ['-7d', '2026-03-24T14:05:09.250Z'],
    ['1w', '2026-04-07T14:05:09.250Z'],
    ['3mo', '2026-06-30T14:05:09.250Z'],
    ['-1mo', '2026-02-28T14:05:09.250Z'],
    ['-13mo', '2025-02-28T14:05:09.250Z'],
    ['+1y', '2027-03-31T14:05:09.250Z'],
  ])('reads %s against now as %s', (text, instant) => {
    expect(read(text)).toBe(instant)
  })

  test('a year after 29 February is 28 February, four years after it 29 February', () => {
    const leapDay = new Date('2024-02-29T12:00:00Z')
    expect(read('1y', leapDay)).toBe('2025-02-28T12:00:00.000Z')
    expect(read('4y', leapDay)).toBe('2028-02-29T12:00:00.000Z')
  })

  test.each([
    ...['', ' ', 'soon', 'Today', '7', 'd', '--7d', '1.5h', '1M', '-7 d', '1h30m'],
    ...['2026-02-30', '2025-02-29', '2026-13-01', '2026-00-10', '2026-01-00', '2026-1-1'],
    ...['2026-01-01T24:00', '2026-01-01T10:60', '2016-12-31T23:59:60Z', '2026-01-01T10'],
    ...['2026-01-01Z', '2026-01-01T10:00+24:00', '2026-01-01T10:00+03', ' 2026-01-01'],
  ])('refuses %j', text => {
    expect(read(text)).toBeUndefined()
  })

  test.each([
    ...['0000-12-31', '10000-01-01', '+12026-01-01', '0001-01-01T00:00+01:00'],
    ...['9999-12-31T23:00-02:00', '9000y', '-3000y', '99999999999999999999d', '9999999999999mo'],
  ])('refuses %s, beyond the years 0001 to 9999', text => {
    expect(read(text)).toBeUndefined()
  })

  test('every instant is read back from its ISO 8601 form', () => {
    const min = new Date('0001-01-01T00:00:00Z')
    const max = new Date('9999-12-31T23:59:59.999Z')
    const instants = fc.date({ min, max, noInvalidDate: true })
    fc.assert(
      fc.property(instants, instant => {
        expect(parseInstant(instant.toISOString(), now)).toEqual(instant)
      }),
    )
  })

  test('no text makes it throw or answer an invalid date', () => {
    const sign = fc.constantFrom('', '+', '-')
    const unit = fc.constantFrom('s', 'm', 'h', 'd', 'w', 'mo', 'y')
    const relative = fc.tuple(sign, fc.bigInt({ min: 0n }), unit).map(parts => parts.join(''))
    fc.assert(
      fc.property(fc.oneof(fc.string(), relative), text => {
        expect(parseInstant(text, now)?.getTime()).not.toBeNaN()
      }),
    )
  })
})

test('isRelative holds for what depends on now', () => {
  expect(['now', 'today', 'tomorrow', '-7d', '3mo'].filter(isRelative)).toHaveLength(5)
  expect(['2026-01-31', '2026-01-31T08:00Z', 'soon', '', '7'].filter(isRelative)).toEqual([])
})

describe('parseDuration', () => {
  test.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['15m', 900_000],
    ['12h', 43_200_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['1h30m', 5_400_000],
    ['1m500ms', 60_500],
    ['0s', 0],
  ])('reads %s as %d ms', (text, ms) => {
    expect(parseDuration(text)).toBe(ms)
  })

  test.each([
    '',
    '5',
    'h',
    '-5m',
    '+5m',
    '1.5h',
    '30m1h',
    '1h1h',
    '1h 30m',
    '1mo',
    '1H',
    '9999999999999999d',
  ])('refuses %j', text => {
    expect(parseDuration(text)).toBeUndefined()
  })
})

describe('formatDuration', () => {
  test.each([
    [0, '0s'],
    [500, '500ms'],
    [90_000, '1m30s'],
    [5_400_000, '1h30m'],
    [604_800_000, '7d'],
    [86_400_001, '1d1ms'],
  ])('writes %d ms as %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })

  test('parseDuration reads what it writes', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), ms => {
        expect(parseDuration(formatDuration(ms))).toBe(ms)
      }),
    )
  })

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d', ms => {
    expect(() => formatDuration(ms)).toThrow(RangeError)
  })
})

describe('ago', () => {
  test.each([
    ['-0s', 'just now'],
    ['-59s', 'just now'],
    ['30s', 'just now'],
    ['-1m', '1 min ago'],
    ['-5m', '5 min ago'],
    ['-3h', '3 h ago'],
    ['-23h', '23 h ago'],
    ['-24h', 'yesterday'],
    ['-38h', 'yesterday'],
    ['-39h', '2 d ago'],
    ['-12d', '12 d ago'],
    ['-30d', '30 d ago'],
    ['-31d', '1 mo ago'],
    ['-4mo', '4 mo ago'],
    ['-364d', '11 mo ago'],
    ['-365d', '1 y ago'],
    ['-2y', '2 y ago'],
    ['5m', 'in 5 min'],
    ['3h', 'in 3 h'],
    ['24h', 'tomorrow'],
    ['12d', 'in 12 d'],
    ['2y', 'in 2 y'],
  ])('%s from now is "%s"', (distance, text) => {
    expect(ago(parseInstant(distance, now)!, now)).toBe(text)
  })
})

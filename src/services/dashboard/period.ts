/** Periods of a dashboard: half-open, in UTC, and cut into days, weeks or months. Pure. */
import { invalid } from '../../kernel/errors.ts'
import { parseInstant } from '../../kernel/time.ts'

/** `to` is not in it. */
export type Period = { from: Date; to: Date }

export const units = ['day', 'week', 'month'] as const
export type Unit = (typeof units)[number]

/** A stretch of a period that lies in one day, week or month; `name` is that one's first day. */
export type Bucket = Period & { name: string }

const day = 86_400_000

/** More than a chart can show, and than anyone reads. */
const mostBuckets = 1000

const shape = 'Use today, week, month, year, or FROM..TO such as 2026-01-01..2026-02-01.'

/**
 * Reads `today`, `week`, `month` or `year` (1, 7 or 30 days, or 12 months of the calendar: today or
 * this month is the last of them), or `FROM..TO` in whatever words an instant is read from. Throws
 * `invalid_input` on `period` for anything else, and for a period that is empty.
 */
export const parsePeriod = (text: string, now: Date): Period => {
  const named = namedPeriod(text, now)
  if (named) return named
  const [first = '', last = '', ...more] = text.split('..')
  const from = parseInstant(first.trim(), now)
  const to = parseInstant(last.trim(), now)
  if (!from || !to || more.length > 0) throw invalid('period', 'This is not a period.', shape)
  if (from >= to) throw invalid('period', 'This period ends before it begins.', shape)
  return { from, to }
}

const namedPeriod = (text: string, now: Date): Period | undefined => {
  const tomorrow = startOf('day', now).getTime() + day
  const lastDays = (count: number) => ({
    from: new Date(tomorrow - count * day),
    to: new Date(tomorrow),
  })
  if (text === 'today') return lastDays(1)
  if (text === 'week') return lastDays(7)
  if (text === 'month') return lastDays(30)
  if (text !== 'year') return undefined
  const from = startOf('month', now)
  from.setUTCMonth(from.getUTCMonth() - 11)
  return { from, to: new Date(tomorrow) }
}

/** The unit that shows a period in at most a few dozen marks. */
export const unitFor = ({ from, to }: Period): Unit => {
  const days = (to.getTime() - from.getTime()) / day
  if (days <= 45) return 'day'
  return days <= 300 ? 'week' : 'month'
}

/** The start of the day, week (Monday, ISO 8601) or month in which `at` lies. */
const startOf = (unit: Unit, at: Date): Date => {
  const midnight = new Date(Math.floor(at.getTime() / day) * day)
  if (unit === 'week') {
    const sinceMonday = (midnight.getUTCDay() + 6) % 7
    return new Date(midnight.getTime() - sinceMonday * day)
  }
  if (unit === 'month') midnight.setUTCDate(1)
  return midnight
}

const startOfNext = (unit: Unit, at: Date): Date => {
  const start = startOf(unit, at)
  if (unit === 'month') start.setUTCMonth(start.getUTCMonth() + 1)
  else start.setTime(start.getTime() + (unit === 'week' ? 7 : 1) * day)
  return start
}

/** The period without gap or overlap; its ends may cut the first and the last one short. Throws
 * `invalid_input` on `by` where there would be too many. */
export const bucketsOf = ({ from, to }: Period, unit: Unit): Bucket[] => {
  const buckets: Bucket[] = []
  for (let start = from; start < to; ) {
    if (buckets.length === mostBuckets) {
      throw invalid('by', `That is more than ${mostBuckets} ${unit}s.`, 'Choose a larger unit.')
    }
    const next = startOfNext(unit, start)
    const end = next < to ? next : to
    buckets.push({ from: start, to: end, name: dayOf(startOf(unit, start)) })
    start = end
  }
  return buckets
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The name of the bucket that a day (2026-01-31) of the period falls into. */
export const bucketOfDay = (name: string, unit: Unit): string =>
  dayOf(startOf(unit, new Date(`${name}T00:00:00Z`)))

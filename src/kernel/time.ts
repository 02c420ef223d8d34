// Times and durations as people type and read them. All of it is UTC, and "now" is an argument.

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const WEEK = 7 * DAY

const DAY_WORDS = new Map([
  ['yesterday', -1],
  ['today', 0],
  ['tomorrow', 1],
])

const LENGTHS = new Map([
  ['s', SECOND],
  ['m', MINUTE],
  ['h', HOUR],
  ['d', DAY],
  ['w', WEEK],
])

const MONTHS = new Map([
  ['mo', 1],
  ['y', 12],
])

const RELATIVE = /^([+-]?\d+)(mo|[smhdwy])$/

// The profile of ISO 8601 in RFC 3339, with the seconds and the zone optional and the offset's
// colon too. A leap second is refused, as JavaScript's time has no place for it.
const DATE = '(\\d{4}-\\d{2}-\\d{2})'
const CLOCK = '([01]\\d|2[0-3]):([0-5]\\d)(?::([0-5]\\d)(?:\\.(\\d+))?)?'
const ZONE = '(?:[Zz]|([+-])([01]\\d|2[0-3]):?([0-5]\\d))'
const ISO = new RegExp(`^${DATE}(?:[Tt ]${CLOCK}${ZONE}?)?$`)

/**
 * Reads a moment: an ISO 8601 date (the start of that day) or date-time (UTC unless it has an
 * offset; cut to milliseconds), `now`, `today`, `yesterday`, `tomorrow`, or a distance from now
 * such as `-7d`, `+2h` or `3mo` (units s m h d w mo y; forward without a sign). Months and years
 * move by the calendar and stop at the month's end: a month after 31 January is 28 February.
 * Undefined for anything else, impossible dates and years outside 0001 to 9999 included.
 */
export const parseInstant = (text: string, now: Date): Date | undefined => {
  const instant = fromWord(text, now) ?? fromRelative(text, now) ?? fromIso(text)
  const year = instant?.getUTCFullYear() ?? 0
  return year >= 1 && year <= 9999 ? instant : undefined
}

/** Whether parseInstant would read `text` differently at another time: `-7d`, but `today` too. */
export const isRelative = (text: string): boolean =>
  text === 'now' || DAY_WORDS.has(text) || RELATIVE.test(text)

const fromWord = (text: string, now: Date): Date | undefined => {
  if (text === 'now') return new Date(now)
  const days = DAY_WORDS.get(text)
  return days === undefined ? undefined : new Date((dayNumber(now) + days) * DAY)
}

const fromRelative = (text: string, now: Date): Date | undefined => {
  const [, digits = '', unit = ''] = RELATIVE.exec(text) ?? []
  if (!unit) return undefined
  const amount = Number(digits)
  const months = MONTHS.get(unit)
  if (months !== undefined) return addMonths(now, amount * months)
  return new Date(now.getTime() + amount * LENGTHS.get(unit)!)
}

const addMonths = (from: Date, months: number): Date => {
  const moved = new Date(from)
  moved.setUTCMonth(from.getUTCMonth() + months, 1)
  const monthEnd = new Date(moved)
  monthEnd.setUTCMonth(moved.getUTCMonth() + 1, 0)
  moved.setUTCDate(Math.min(from.getUTCDate(), monthEnd.getUTCDate()))
  return moved
}

const fromIso = (text: string): Date | undefined => {
  const found = ISO.exec(text)
  if (!found) return undefined
  const [, day = '', hours = 0, minutes = 0, seconds = 0, fraction = '', sign, ...offset] = found
  const start = new Date(`${day}T00:00:00Z`)
  // Date takes 30 February for 2 March, so a real day is one that comes back as it went in.
  if (Number.isNaN(start.getTime()) || !start.toISOString().startsWith(day)) return undefined
  const time = Number(hours) * HOUR + Number(minutes) * MINUTE + Number(seconds) * SECOND
  const shift = Number(offset[0] ?? 0) * HOUR + Number(offset[1] ?? 0) * MINUTE
  const millis = Number(fraction.slice(0, 3).padEnd(3, '0'))
  return new Date(start.getTime() + time + millis + (sign === '-' ? shift : -shift))
}

const dayNumber = (instant: Date): number => Math.floor(instant.getTime() / DAY)

// Each unit at most once and the largest first, so a duration has one reading.
const DURATION = /^(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/
const DURATION_UNITS = [WEEK, DAY, HOUR, MINUTE, SECOND, 1]

/**
 * Reads a duration such as `90s`, `1h30m` or `500ms` (units w d h m s ms, largest first) as
 * milliseconds. Undefined for anything else, and for what a safe integer can't hold.
 */
export const parseDuration = (text: string): number | undefined => {
  const [, ...amounts] = DURATION.exec(text) ?? []
  if (text === '' || amounts.length === 0) return undefined
  const total = amounts.reduce((sum, n, i) => sum + Number(n ?? 0) * DURATION_UNITS[i]!, 0)
  return Number.isSafeInteger(total) ? total : undefined
}

/**
 * Writes milliseconds as parseDuration reads them, leaving out what is zero: `7d`, `1h30m`, `0s`.
 * Days are the largest unit, as "10d" says more than "1w3d".
 *
 * @throws RangeError unless `ms` is a whole number from 0 on.
 */
export const formatDuration = (ms: number): string => {
  if (!Number.isSafeInteger(ms) || ms < 0)
    throw new RangeError('A duration is whole and not below 0')
  const parts = [
    [Math.floor(ms / DAY), 'd'],
    [Math.floor(ms / HOUR) % 24, 'h'],
    [Math.floor(ms / MINUTE) % 60, 'm'],
    [Math.floor(ms / SECOND) % 60, 's'],
    [ms % SECOND, 'ms'],
  ] as const
  return (
    parts
      .filter(([amount]) => amount > 0)
      .map(([amount, unit]) => `${amount}${unit}`)
      .join('') || '0s'
  )
}

/**
 * How long ago `then` was, for people: "just now", "5 min ago", "3 h ago", "yesterday",
 * "12 d ago", "4 mo ago", "2 y ago"; for what is to come, "in 5 min" and "tomorrow". From 24 hours
 * on it counts days of the calendar (UTC), so that "yesterday" is never the day before it.
 */
export const ago = (then: Date, now: Date): string => {
  const elapsed = now.getTime() - then.getTime()
  const span = Math.abs(elapsed)
  if (span < MINUTE) return 'just now'
  const days = Math.abs(dayNumber(now) - dayNumber(then))
  if (span >= DAY && days === 1) return elapsed > 0 ? 'yesterday' : 'tomorrow'
  const length = roughly(span, days, wholeMonths(then, now))
  return elapsed > 0 ? `${length} ago` : `in ${length}`
}

const roughly = (span: number, days: number, months: number): string => {
  if (span < HOUR) return `${Math.floor(span / MINUTE)} min`
  if (span < DAY) return `${Math.floor(span / HOUR)} h`
  if (days < 31) return `${days} d`
  return months < 12 ? `${months} mo` : `${Math.floor(months / 12)} y`
}

const wholeMonths = (a: Date, b: Date): number => {
  const [from, to] = a < b ? [a, b] : [b, a]
  const years = to.getUTCFullYear() - from.getUTCFullYear()
  const months = years * 12 + to.getUTCMonth() - from.getUTCMonth()
  return to.getUTCDate() < from.getUTCDate() ? months - 1 : months
}

let last = { at: Number.NaN, text: '' }

/** ISO 8601 in UTC. What is done together has often the same time, and to write it takes longer than to
 * see that. Throws a RangeError for what is no time. */
export const isoText = (date: Date): string => {
  const at = date.getTime()
  if (at !== last.at) last = { at, text: date.toISOString() }
  return last.text
}

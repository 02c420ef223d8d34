// The people of `steward demo`: a back office that looks lived in, the same for the same seed.
// Nobody here is real: names are common ones put together by chance, companies are invented, every
// address lies in a domain reserved by RFC 2606, so no message can reach anybody by email.
import { type Place, places } from './places.ts'
import { atShare, type Random, seededRandom } from './random.ts'

export type DemoStatus = 'pending' | 'active' | 'rejected' | 'suspended' | 'deleted'
export type DemoSuspendKind = 'terms' | 'regulation' | 'fraud' | 'payment' | 'other'
export type DemoSource = 'console' | 'import' | 'api' | 'application'

/** One invented person. */
export type DemoPerson = {
  firstName: string
  lastName: string
  /** The full name, in the order and spacing of the person's country. */
  name: string
  company: string | null
  /** In English; null without a company. */
  industry: string | null
  /** Lower-case ASCII, unique among the people of one call. */
  email: string
  /** E.164, unique among the people of one call. */
  phone: string | null
  /** ISO 3166-1 alpha-2. */
  country: string
  /** BCP 47. */
  language: string
  /** Unique among the people of one call. */
  externalId: string
  source: DemoSource
  tags: string[]
  createdAt: Date
  status: DemoStatus
  /** Why; null for those pending or active. */
  statusReason: string | null
  /** Null unless suspended. */
  suspendKind: DemoSuspendKind | null
  /** Never before `createdAt`. */
  lastSignInAt: Date | null
  emailVerified: boolean
  phoneVerified: boolean
}

const hour = 3_600_000
const day = 24 * hour
const daysOfHistory = 400

const statuses: readonly { status: DemoStatus; weight: number }[] = [
  { status: 'active', weight: 78 },
  { status: 'pending', weight: 9 },
  { status: 'suspended', weight: 6 },
  { status: 'rejected', weight: 3 },
  { status: 'deleted', weight: 4 },
]

const sources: readonly { source: DemoSource; weight: number }[] = [
  { source: 'application', weight: 55 },
  { source: 'import', weight: 18 },
  { source: 'console', weight: 15 },
  { source: 'api', weight: 12 },
]

const tags = ['newsletter', 'trial', 'vip', 'partner', 'beta', 'high-volume', 'invoice', 'event']

const suspensions: readonly { kind: DemoSuspendKind; weight: number; reasons: string[] }[] = [
  {
    kind: 'payment',
    weight: 8,
    reasons: [
      'Chargeback on the last card top-up',
      'Two invoices unpaid for more than 30 days',
      'The bank returned the direct debit twice',
    ],
  },
  {
    kind: 'fraud',
    weight: 5,
    reasons: [
      'Top-up paid with a card reported stolen',
      'Links in the messages led to a phishing page',
      'Traffic pumping towards premium-rate numbers',
    ],
  },
  {
    kind: 'terms',
    weight: 5,
    reasons: [
      'Bulk messages to people who had not agreed to any',
      'Resold the service without a reseller contract',
      'Opened three accounts to use the trial credit again',
    ],
  },
  {
    kind: 'regulation',
    weight: 4,
    reasons: [
      'Sender name not registered with the national regulator',
      'Identity document expired, no answer to two reminders',
      'Sent marketing during the hours the regulator forbids',
    ],
  },
  {
    kind: 'other',
    weight: 2,
    reasons: ['Asked to pause until the next season', 'Owner is away, asked for a pause'],
  },
]

const rejections = [
  'The document could not be read and no better copy came',
  'The company is not in the public register',
  'A second application of somebody already registered',
  'The business is outside what we serve',
]

const deletions = [
  'Asked for deletion',
  'Closed the business',
  'Moved to another provider',
  'Never used the service',
]

/** Letters that no Unicode decomposition takes to ASCII. */
const latinLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ø: 'o',
  æ: 'ae',
}

type Word = { native: string; ascii: string }

/** Splits a list of places.ts. A hyphen there stands for a space inside a word of several parts. */
const words = (list: string): Word[] =>
  list.split(' ').map(entry => {
    const [native = '', roman = native] = entry.split('/')
    const ascii = roman
      .toLowerCase()
      .normalize('NFD')
      .replace(/[^a-z]/g, letter => latinLetters[letter] ?? '')
    return { native: native.replaceAll('-', ' ').normalize('NFC'), ascii }
  })

const fill = (form: string, values: Readonly<Record<string, string>>): string =>
  form.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '')

/** How likely somebody registers at this local time, of 1: days at work, hours awake. */
const rhythm = (local: Date, weekend: readonly number[]): number => {
  const clock = local.getUTCHours()
  const ofHour = clock < 6 ? 0.05 : clock < 9 ? 0.5 : clock < 18 ? 1 : clock < 22 ? 0.4 : 0.1
  return ofHour * (weekend.includes(local.getUTCDay()) ? 0.35 : 1)
}

/** Days since registration: fewer the longer ago, but an application seldom waits for long. */
const drawAge = (random: Random, status: DemoStatus): number => {
  if (status !== 'pending') {
    // Three in ten evenly over the time, the others growing with it: six times as many at the end.
    const elapsed = random.chance(0.3) ? random.unit() : Math.sqrt(random.unit())
    return daysOfHistory * (1 - elapsed)
  }
  return random.chance(0.85) ? 14 * random.unit() : 14 + 100 * random.unit()
}

const drawCreatedAt = (random: Random, place: Place, status: DemoStatus, now: Date): Date => {
  for (;;) {
    const at = now.getTime() - Math.ceil(drawAge(random, status) * day)
    const local = new Date(at + place.utcOffset * hour)
    if (random.chance(rhythm(local, place.weekend ?? [0, 6]))) return new Date(at)
  }
}

const drawPhone = (random: Random, place: Place): string =>
  random
    .pick(place.phones.split(' '))
    .replace(/[#N]/g, mark => String(mark === '#' ? random.below(10) : 2 + random.below(8)))

const drawCompany = (random: Random, place: Place) => {
  const stem = random.pick(words(place.stems))
  const [industry, trade] = random.pick(Object.entries(place.trades))
  const company = fill(place.companyName, { stem: stem.native, trade })
  return { company, industry, domain: `${stem.ascii}.example` }
}

const drawEmail = (random: Random, first: Word, last: Word, domain: string | undefined): string => {
  const forms = [
    `${first.ascii}.${last.ascii}`,
    `${first.ascii[0]}${last.ascii}`,
    `${last.ascii}.${first.ascii}`,
    `${first.ascii}${random.below(90) + 10}`,
  ]
  const local = random.pick(forms)
  return `${local}@${domain ?? random.pick(['example.org', 'example.net', 'post.test'])}`
}

const drawState = (random: Random, status: DemoStatus) => {
  if (status === 'suspended') {
    const { kind, reasons } = random.weighted(suspensions)
    return { status, statusReason: random.pick(reasons), suspendKind: kind }
  }
  const reasons = { rejected: rejections, deleted: deletions, active: [], pending: [] }[status]
  return { status, statusReason: reasons.length ? random.pick(reasons) : null, suspendKind: null }
}

/** A person before what depends on everybody else, or on the rest of the person, is settled. */
type Draft = Omit<DemoPerson, 'externalId' | 'lastSignInAt' | 'emailVerified' | 'phoneVerified'>

/** Who was let in has mostly signed in, most of them lately; imported people often never did. */
const drawLastSignIn = (random: Random, person: Draft, now: Date): Date | null => {
  const { status, source, createdAt } = person
  if (status === 'pending' || status === 'rejected') return null
  if (random.chance(source === 'application' ? 0.05 : 0.3)) return null
  const span = now.getTime() - createdAt.getTime()
  const recency = status === 'active' ? random.unit() ** 2 : random.unit()
  return new Date(now.getTime() - Math.floor(recency * span))
}

const drawPerson = (random: Random, status: DemoStatus, now: Date): Draft => {
  const place = random.weighted(places)
  const { given, family } = random.pick(place.names)
  const first = random.pick(words(given))
  const last = random.pick(words(family))
  const employer = random.chance(0.65) ? drawCompany(random, place) : undefined
  return {
    firstName: first.native,
    lastName: last.native,
    name: fill(place.fullName ?? '{first} {last}', { first: first.native, last: last.native }),
    company: employer?.company ?? null,
    industry: employer?.industry ?? null,
    email: drawEmail(random, first, last, employer?.domain),
    phone: random.chance(0.8) ? drawPhone(random, place) : null,
    country: place.country,
    language: place.language,
    source: random.weighted(sources).source,
    tags: tags.filter(() => random.chance(0.1)),
    createdAt: drawCreatedAt(random, place, status, now),
    ...drawState(random, status),
  }
}

/** Numbers an address that is taken: `a@b.example`, `a2@b.example`, `a3@b.example` … */
const uniqueEmail = (email: string, taken: Set<string>): string => {
  const [local, domain] = email.split('@')
  let free = email
  for (let number = 2; taken.has(free); number++) free = `${local}${number}@${domain}`
  taken.add(free)
  return free
}

/** A number that is taken stays with its first holder: a person may well have none. */
const uniquePhone = (phone: string | null, taken: Set<string>): string | null => {
  if (phone === null || taken.has(phone)) return null
  taken.add(phone)
  return phone
}

/**
 * People to fill a demo with, in the order they registered, from 400 days ago until `now`.
 * The same arguments give the same people, on every machine.
 *
 * @param seed any whole number
 * @param count how many; shares of statuses hold at any count
 */
export const demoPeople = (seed: number, count: number, now: Date): DemoPerson[] => {
  const random = seededRandom(seed)
  // Statuses are dealt out, not drawn, so that even twenty people hold the shares.
  const drawn = Array.from({ length: count }, (_, index) =>
    drawPerson(random, atShare(statuses, (index + 0.5) / count).status, now),
  ).sort((a, b) => a.createdAt.getTime() - b.createdAt.getTime())
  const emails = new Set<string>()
  const phones = new Set<string>()
  let number = 10_000
  return drawn.map(person => {
    // Gaps between the numbers, as in the system they would have come from.
    number += 1 + random.below(9)
    const phone = uniquePhone(person.phone, phones)
    const lastSignInAt = drawLastSignIn(random, person, now)
    const emailVerified = lastSignInAt !== null || random.chance(0.5)
    return {
      ...person,
      email: uniqueEmail(person.email, emails),
      phone,
      externalId: `CRM-${number}`,
      lastSignInAt,
      emailVerified,
      phoneVerified: phone !== null && lastSignInAt !== null && random.chance(0.8),
    }
  })
}

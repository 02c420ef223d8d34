/**
 * Sign-on links as integrators make them (R3.4): the account's email, `ts` in milliseconds since 1970,
 * `t` of 600000 and `mac`, HMAC-SHA256 over email + ts + t keyed with the account's SSO token, in
 * lower-case hexadecimal. What is wrong with one is found by making it in the ways that people get it
 * wrong; neither the token nor a mac that would be right is ever told.
 */
import { createHash, createHmac } from 'node:crypto'

/** How long a link signs somebody in for, and is good for itself. */
export const linkTimeout = 600_000

/** Clocks differ: a link from so far ahead is taken. */
const leeway = 60_000

export type Parts = Record<'email' | 'ts' | 't' | 'mac', string | null>

/** Of each part what is wrong with it; null where nothing is. */
export type Verdict = Record<'email' | 'ts' | 't' | 'mac', string | null>

const partNames = ['email', 'ts', 't', 'mac'] as const

/** The parts of a link, or of what stands behind its question mark; null for what is neither. */
export const partsOf = (link: string): Parts | null => {
  const trimmed = link.trim()
  const query = trimmed.includes('?') ? trimmed.slice(trimmed.indexOf('?') + 1) : trimmed
  const given = new URLSearchParams(query.replace(/#.*$/s, ''))
  if (!partNames.some(name => given.has(name))) return null
  const of = (name: string) => given.get(name)
  return { email: of('email'), ts: of('ts'), t: of('t'), mac: of('mac') }
}

type Hmac = (key: string | Buffer, message: string) => Buffer

const hmac =
  (algorithm: string): Hmac =>
  (key, message) =>
    createHmac(algorithm, key).update(message).digest()

const right = hmac('sha256')

/** The link is looked at as if it had just arrived. */
export const judgeLink = (
  parts: Parts,
  account: { email: string; token: string },
  now: Date,
): Verdict => ({
  email: emailProblem(parts.email, account.email),
  ts: timeProblem(parts.ts, now),
  t: timeoutProblem(parts.t),
  mac: macProblem(parts, account),
})

const missing = 'is missing.'

const emailProblem = (email: string | null, wanted: string): string | null => {
  if (!email) return missing
  if (email === wanted) return null
  if (email.replaceAll(' ', '+') === wanted) {
    return 'has a space where the account has a +: encode it as %2B in the link.'
  }
  if (email.trim() === wanted) return 'has spaces around it.'
  if (email.toLowerCase() === wanted.toLowerCase()) return "is not in the account's own spelling."
  return "is not the account's contact email."
}

const timeProblem = (ts: string | null, now: Date): string | null => {
  if (!ts) return missing
  if (!/^\d+$/.test(ts)) return 'is not a number of milliseconds since 1970.'
  const age = now.getTime() - Number(ts)
  const inSeconds = Math.abs(now.getTime() - Number(ts) * 1000) < 86_400_000 * 365
  if (Math.abs(age) > 86_400_000 * 365 && inSeconds)
    return 'is in seconds: it has to be in milliseconds.'
  if (age > linkTimeout) return `has expired: it is ${lengthOf(age)} old, and 10 min is the most.`
  if (age < -leeway)
    return `lies ${lengthOf(-age)} ahead: the clock there is wrong, or the one here.`
  return null
}

const lengthOf = (ms: number): string => {
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 120) return `${minutes} min`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours} h` : `${Math.floor(hours / 24)} d`
}

const timeoutProblem = (t: string | null): string | null => {
  if (!t) return missing
  return t === String(linkTimeout) ? null : 'has to be 600000.'
}

/** A way to make a mac, and what to say of who made it so. */
type Way = { says: string; digest: Buffer }

const macProblem = (
  { email, ts, t, mac }: Parts,
  account: { email: string; token: string },
): string | null => {
  if (!mac) return missing
  const own = { email: email ?? '', ts: ts ?? '', t: t ?? '' }
  const { token } = account
  const message = own.email + own.ts + own.t
  if (mac === right(token, message).toString('hex')) return null
  for (const way of [{ says: '', digest: right(token, message) }, ...waysOf(own, account)]) {
    const encoding = encodings.find(({ write }) => write(way.digest) === mac)
    if (encoding) return sentence([way.says, encoding.says])
  }
  const shape = shapeProblem(mac)
  return shape ?? 'was made with another token, or over something else than this email, ts and t.'
}

const sentence = (says: readonly string[]): string =>
  `${says
    .filter(part => part !== '')
    .join('; ')
    .replace(/\.$/, '')}.`

/** As a digest is written: the first is as it has to be. What a form decodes a + to is a space. */
const encodings: { says: string; write: (digest: Buffer) => string }[] = [
  { says: '', write: digest => digest.toString('hex') },
  {
    says: 'is in capital letters: write it in lower-case hexadecimal.',
    write: digest => digest.toString('hex').toUpperCase(),
  },
  {
    says: 'is in base64: write it in lower-case hexadecimal.',
    write: digest => digest.toString('base64'),
  },
  {
    says: 'is in base64, and its + was read as spaces: write it in lower-case hexadecimal.',
    write: digest => digest.toString('base64').replaceAll('+', ' '),
  },
  {
    says: 'is in base64 without padding: write it in lower-case hexadecimal.',
    write: digest => digest.toString('base64').replace(/=+$/, ''),
  },
  {
    says: 'is in base64url: write it in lower-case hexadecimal.',
    write: digest => digest.toString('base64url'),
  },
  {
    says: 'is hexadecimal in base64: write the hexadecimal itself.',
    write: digest => Buffer.from(digest.toString('hex')).toString('base64'),
  },
]

const orders = [
  ['email', 't', 'ts'],
  ['ts', 'email', 't'],
  ['ts', 't', 'email'],
  ['t', 'email', 'ts'],
  ['t', 'ts', 'email'],
  ['email', 'ts'],
  ['ts', 'email'],
] as const

const separators = [' ', '&', ':', '|', ',', ';', '.', '-', '_', '/', '\n', '+']

type Own = Record<'email' | 'ts' | 't', string>

const waysOf = (own: Own, account: { email: string; token: string }): Way[] => {
  const { token } = account
  const message = own.email + own.ts + own.t
  const way = (says: string, text: string): Way => ({ says, digest: right(token, text) })
  return [
    ...orders.map(order =>
      way(
        `is over ${order.join(' + ')}: it has to be over email + ts + t`,
        order.map(name => own[name]).join(''),
      ),
    ),
    ...separators.map(sign =>
      way(
        `has ${JSON.stringify(sign)} between the parts: there is nothing between them`,
        [own.email, own.ts, own.t].join(sign),
      ),
    ),
    way(
      'is over the parts with their names: it has to be over their values',
      `email=${own.email}&ts=${own.ts}&t=${own.t}`,
    ),
    ...spellings(own, account).map(({ says, email }) => way(says, email + own.ts + own.t)),
    ...timeouts(own).map(({ says, ts, t }) => way(says, own.email + ts + t)),
    way('has a line break at the end of what it is over', `${message}\n`),
    ...keyed(token, message),
  ]
}

const spellings = ({ email }: Own, account: { email: string }) => [
  { says: "is over the account's own email, and the link has another", email: account.email },
  { says: 'is over the email in lower case', email: email.toLowerCase() },
  { says: 'is over the email as it is encoded in the link', email: encodeURIComponent(email) },
  {
    says: 'is over the email with a + where the link has a space',
    email: email.replaceAll(' ', '+'),
  },
]

const timeouts = ({ ts, t }: Own) => [
  { says: 'is over t in seconds', ts, t: '600' },
  { says: 'is over t of 600000, and the link has another', ts, t: String(linkTimeout) },
  { says: 'is over ts in seconds', ts: ts.slice(0, -3), t },
  { says: 'is over ts in milliseconds, and the link has it in seconds', ts: `${ts}000`, t },
]

/** With the right message and another key or digest. */
const keyed = (token: string, message: string): Way[] => [
  {
    says: 'was made with the token and something around it: a space or a line break',
    digest: right(`${token}\n`, message),
  },
  {
    says: 'was made with the token in base64',
    digest: right(Buffer.from(token, 'base64'), message),
  },
  {
    says: 'was made with the token without its beginning',
    digest: right(token.replace(/^.*_/, ''), message),
  },
  {
    says: 'has the token and the message the wrong way round',
    digest: right(message, token),
  },
  ...['sha1', 'sha512', 'md5', 'sha384'].map(name => ({
    says: `is HMAC-${name.toUpperCase()}: it has to be HMAC-SHA256`,
    digest: hmac(name)(token, message),
  })),
  ...[token + message, message + token, message].map(text => ({
    says: 'is a plain SHA-256: it has to be an HMAC keyed with the token',
    digest: createHash('sha256').update(text).digest(),
  })),
]

const shapeProblem = (mac: string): string | null => {
  if (/^[0-9a-f]{64}$/i.test(mac)) return null
  if (/^[0-9a-f]+$/i.test(mac)) {
    return `has ${mac.length} hexadecimal digits: HMAC-SHA256 has 64.`
  }
  return Buffer.from(mac.replaceAll(' ', '+'), 'base64').length === 32
    ? 'is in base64, and was made with another token, or over something else than this email, ts and t.'
    : 'is no HMAC-SHA256: 64 hexadecimal digits in lower case.'
}

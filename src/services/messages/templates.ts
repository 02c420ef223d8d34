/**
 * The texts of the messages that Steward itself sends, as pure functions. What goes into a text is
 * hostile: every value is brought to one line first, so that none can make a header or a line.
 */

export const templateKeys = [
  'account.signup',
  'account.first-link',
  'account.first-code',
  'consumer.approved',
  'consumer.rejected',
  'consumer.suspended',
  'consumer.reset-link',
  'consumer.reset-code',
  'consumer.email-changed',
  'consumer.phone-changed',
  'consumer.password-changed',
  'consumer.document-rejected',
  'consumer.document-requested',
  'consumer.document-expires',
  'consumer.document-expired',
  'team.sign-in-code',
  'team.email-code',
  'team.phone-code',
  'team.forgot-code',
  'team.new-device',
  'team.password-changed',
  'team.email-changed',
  'team.phone-changed',
  'team.two-factor-on',
  'team.two-factor-off',
  'team.recovery-codes',
  'team.created',
  'team.invitation',
  'team.access-changed',
  'team.disabled',
  'team.enabled',
  'team.deleted',
  'team.locked',
  'team.unlocked',
  'team.password-reset',
  'team.password-voided',
  'team.two-factor-required',
  'team.two-factor-optional',
  'team.two-factor-retired',
] as const

export type TemplateKey = (typeof templateKeys)[number]

/** A message as it leaves. An SMS has no subject. */
export type Rendered = { subject: string | null; text: string }

/** The three texts of a template. `says` are the paragraphs between greeting and signature; `sms`
 * follows the site's name, and leaves the person's out: one letter beyond the GSM alphabet
 * (3GPP TS 23.038) would more than halve what fits into a segment. */
type Texts = { subject: string; says: string[]; sms: string }

type Template = (values: Record<string, unknown>) => Texts

/** A template and the values it takes; one that is missing reads as an empty text. */
const template =
  <const N extends string>(names: readonly N[], write: (words: Record<N, string>) => Texts) =>
  (values: Record<string, unknown>): Texts =>
    write(Object.fromEntries(names.map(name => [name, oneLine(values[name])])) as never)

const unexpected = "If you didn't expect this, tell us at once."
const notYou = "If this wasn't you, set a new password and see: steward me sessions list"

/** A code that is good for some minutes; `to` says what for. */
const codeTo = (to: string) =>
  template(['minutes', 'code'], ({ minutes, code }) => ({
    subject: `Your code to ${to}`,
    says: [
      `Your code to ${to} is ${code}`,
      `It works once, within ${minutes} minutes. Give it to nobody; we never ask for it.`,
    ],
    sms: `${code} is your code to ${to}. It works for ${minutes} minutes. Give it to nobody.`,
  }))

/** News of a person's own sign-in: what happened, and what to do if it wasn't them. */
const signInNews = (subject: string, says: string) =>
  template([], () => ({ subject, says: [says, notYou], sms: `${says} ${unexpected}` }))

/** What is typed to sign in; the default provider goes without saying. */
const loginAt = (provider: string): string =>
  provider ? `steward login --provider ${provider}` : 'steward login'

/** News of what somebody else did to one's access. */
const accessNews = (subject: string, says: (by: string) => string) =>
  template(['by'], ({ by }) => {
    const said = says(by || 'Somebody of your team')
    return { subject, says: [said, unexpected], sms: `${said} ${unexpected}` }
  })

const templates: Record<TemplateKey, Template> = {
  'account.signup': template(['account', 'email', 'url'], ({ account, email, url }) => ({
    subject: `The account of ${account} is ready`,
    says: [
      `The account of ${account} is ready, and you are its owner.`,
      `Sign in as ${email}${url && `: ${url}`}`,
    ],
    sms: `your account is ready. Sign in as ${email}`,
  })),
  'account.first-link': template(['account', 'hours', 'link'], ({ account, hours, link }) => ({
    subject: `Set your password for ${account}`,
    says: [
      `You are the owner of the account of ${account}. Open this link to set your password:`,
      link,
      `It works once, within ${hours} hours. ${unexpected}`,
    ],
    sms: `set your password within ${hours} hours: ${link}`,
  })),
  'account.first-code': template(['account', 'minutes', 'code'], ({ account, minutes, code }) => ({
    subject: `Your code to set a password for ${account}`,
    says: [
      `You are the owner of the account of ${account}. Your code to set a password is ${code}`,
      `It works once, within ${minutes} minutes. ${unexpected}`,
    ],
    sms: `${code} is your code to set a password. It works for ${minutes} minutes.`,
  })),
  'consumer.approved': template([], () => ({
    subject: 'Your registration is approved',
    says: ['Your registration is approved. You can sign in now.'],
    sms: 'your registration is approved. You can sign in now.',
  })),
  'consumer.rejected': template(['reason'], ({ reason }) => ({
    subject: 'Your registration was not approved',
    says: ['Your registration was not approved.', `Reason: ${reason}`],
    sms: `your registration was not approved. Reason: ${reason}`,
  })),
  'consumer.suspended': template(['reason', 'until'], ({ reason, until }) => {
    const suspended = `our account is suspended${until && ` until ${readable(until)}`}.`
    return {
      subject: 'Your account is suspended',
      says: [`Y${suspended}`, `Reason: ${reason}`, 'Your credits are kept.'],
      sms: `y${suspended} Reason: ${reason}`,
    }
  }),
  'consumer.reset-link': template(['minutes', 'link'], ({ minutes, link }) => ({
    subject: 'Set a new password',
    says: [
      'Open this link to set a new password:',
      link,
      `It works once, within ${minutes} minutes. ${unexpected}`,
    ],
    sms: `set a new password within ${minutes} minutes: ${link}`,
  })),
  'consumer.reset-code': template(['minutes', 'code'], ({ minutes, code }) => ({
    subject: 'Your code to set a new password',
    says: [
      `Your code to set a new password is ${code}`,
      `It works once, within ${minutes} minutes. ${unexpected}`,
    ],
    sms: `${code} is your code to set a new password. It works for ${minutes} minutes.`,
  })),
  'consumer.email-changed': template(['email'], ({ email }) => ({
    subject: 'Your email address was changed',
    says: [`The email address of your account is now ${email || 'empty'}.`, unexpected],
    sms: `the email address of your account is now ${email || 'empty'}. ${unexpected}`,
  })),
  'consumer.phone-changed': template(['phone'], ({ phone }) => ({
    subject: 'Your phone number was changed',
    says: [`The phone number of your account is now ${phone || 'empty'}.`, unexpected],
    sms: `the phone number of your account is now ${phone || 'empty'}. ${unexpected}`,
  })),
  'consumer.password-changed': template([], () => ({
    subject: 'Your password was changed',
    says: ['The password of your account was changed.', unexpected],
    sms: `the password of your account was changed. ${unexpected}`,
  })),
  'consumer.document-rejected': template(['document', 'wrong'], ({ document, wrong }) => ({
    subject: `Your ${document} was not accepted`,
    says: [`We could not accept your ${document}.`, `What is wrong: ${wrong}`],
    sms: `we could not accept your ${document}. ${wrong}`,
  })),
  'consumer.document-requested': template(['document', 'wrong'], ({ document, wrong }) => ({
    subject: `Please send your ${document} again`,
    says: [
      `We need another copy of your ${document}.`,
      `What is wrong with the one we have: ${wrong}`,
    ],
    sms: `please send your ${document} again. ${wrong}`,
  })),
  'consumer.document-expires': template(['document', 'day'], ({ document, day }) => ({
    subject: `Your ${document} expires on ${day}`,
    says: [`Your ${document} is valid until ${day}.`, 'Please send us the new one in time.'],
    sms: `your ${document} expires on ${day}. Please send us the new one in time.`,
  })),
  'consumer.document-expired': template(['document', 'day'], ({ document, day }) => ({
    subject: `Your ${document} has expired`,
    says: [`Your ${document} was valid until ${day}.`, 'Please send us the new one.'],
    sms: `your ${document} expired on ${day}. Please send us the new one.`,
  })),
  'team.sign-in-code': codeTo('sign in'),
  'team.email-code': codeTo('verify your email address'),
  'team.phone-code': codeTo('verify your phone number'),
  'team.forgot-code': codeTo('set a new password'),
  'team.new-device': template(['device', 'host', 'at'], ({ device, host, at }) => ({
    subject: 'A sign-in from somewhere new',
    says: [`Somebody signed in as you with ${device} on ${host}, ${readable(at)}.`, notYou],
    sms: `somebody signed in as you on a new device, ${readable(at)}. ${unexpected}`,
  })),
  'team.password-changed': signInNews(
    'Your password was changed',
    'Your password was changed. Wherever else you were signed in, you no longer are.',
  ),
  'team.email-changed': template(['email'], ({ email }) => ({
    subject: 'Your email address was changed',
    says: [`You now sign in as ${email}.`, unexpected],
    sms: `you now sign in as ${email}. ${unexpected}`,
  })),
  'team.phone-changed': template(['phone'], ({ phone }) => ({
    subject: 'Your phone number was changed',
    says: [`Your phone number is now ${phone}.`, unexpected],
    sms: `your phone number is now ${phone}. ${unexpected}`,
  })),
  'team.two-factor-on': signInNews(
    'Your authenticator app is in force',
    'Signing in now asks for a code of your authenticator app.',
  ),
  'team.two-factor-off': signInNews(
    'Your authenticator app was taken away',
    'Signing in no longer asks for a code of your authenticator app.',
  ),
  'team.recovery-codes': signInNews(
    'You have new recovery codes',
    'You have new recovery codes. The ones before no longer work.',
  ),
  'team.created': template(
    ['by', 'role', 'reach', 'userName', 'provider', 'days'],
    ({ by, role, reach, userName, provider, days }) => ({
      subject: 'You are on the team',
      says: [
        `${by || 'Somebody'} added you to the team, in the role ${role}. You work with: ${reach}.`,
        `Sign in within ${days} days, with the password that you are given apart from this:`,
        loginAt(provider),
        `Your user name is ${userName}. You then choose a password of your own. ${unexpected}`,
      ],
      sms: `you were added to the team, in the role ${role}. ${unexpected}`,
    }),
  ),
  'team.invitation': template(
    ['by', 'role', 'reach', 'provider', 'days', 'app', 'code'],
    ({ by, role, reach, provider, days, app, code }) => ({
      subject: 'You are invited to the team',
      says: [
        `${by || 'Somebody'} invites you to the team, in the role ${role}. You will work with: ${reach}.`,
        'To accept, choose a password by this:',
        `${loginAt(provider)} --invitation ${code}`,
        ...(app ? ['You will need an authenticator app on your phone: have it at hand.'] : []),
        `It works once, within ${days} days. Give it to nobody; we never ask for it.`,
      ],
      sms: `you are invited to the team: ${loginAt(provider)} --invitation ${code}`,
    }),
  ),
  'team.access-changed': template(['by', 'role', 'reach'], ({ by, role, reach }) => ({
    subject: 'What you may do was changed',
    says: [
      `${by || 'Somebody of your team'} changed what you may do. Your role is now ${role}.`,
      `You work with: ${reach}.`,
      unexpected,
    ],
    sms: `your role is now ${role}. ${unexpected}`,
  })),
  'team.disabled': accessNews(
    'You were disabled',
    by => `${by} disabled you: you can't sign in, and your keys do not work.`,
  ),
  'team.enabled': accessNews(
    'You were enabled again',
    by => `${by} enabled you again: you can sign in as before.`,
  ),
  'team.deleted': accessNews(
    'You were taken off the team',
    by => `${by} took you off the team: you can't sign in any more, and your keys do not work.`,
  ),
  'team.locked': template([], () => ({
    subject: 'Your sign-in is locked',
    says: [
      'There were too many wrong guesses at your password or your codes, so nobody can sign in as you.',
      'Set a new password, and you can again: steward login --forgot',
      'Wherever you are signed in you still are.',
    ],
    sms: 'too many wrong guesses locked your sign-in. Set a new password: steward login --forgot',
  })),
  'team.unlocked': accessNews(
    'You can sign in again',
    by => `${by} unlocked your sign-in: you can sign in again.`,
  ),
  'team.password-reset': template(['by', 'days'], ({ by, days }) => ({
    subject: 'Your password was reset',
    says: [
      `${by || 'Somebody of your team'} reset your password. Wherever you were signed in, you no longer are.`,
      `Sign in within ${days} days with the new one, which you are given apart from this, and then choose one of your own.`,
      unexpected,
    ],
    sms: `your password was reset. ${unexpected}`,
  })),
  'team.password-voided': template(
    ['by', 'userName', 'provider', 'minutes', 'code'],
    ({ by, userName, provider, minutes, code }) => ({
      subject: 'Set a new password',
      says: [
        `${by || 'Somebody of your team'} reset your password. Wherever you were signed in, you no longer are.`,
        'Set a new one by this:',
        `${loginAt(provider)} --forgot --code ${code}`,
        `Your user name is ${userName}. It works once, within ${minutes} minutes; later have another code sent, by leaving out --code. ${unexpected}`,
      ],
      sms: `${code} is your code to set a new password. It works for ${minutes} minutes.`,
    }),
  ),
  'team.two-factor-required': accessNews(
    'You need an authenticator app',
    by => `${by} asks you to have an authenticator app. You enrol one when you sign in next.`,
  ),
  'team.two-factor-optional': accessNews(
    'An authenticator app is up to you',
    by =>
      `${by} no longer asks you to have an authenticator app. One that you have stays in force.`,
  ),
  'team.two-factor-retired': accessNews(
    'Your second factor was retired',
    by =>
      `${by} retired your authenticator app and recovery codes. You enrol anew when you sign in next.`,
  ),
}

/** Whether this Steward has the template that a stored message names. */
export const isTemplateKey = (key: string): key is TemplateKey => Object.hasOwn(templates, key)

/** The message as it leaves, in plain text, for the channel it leaves by. */
export const renderMessage = (
  message: { template: TemplateKey; channel: 'email' | 'sms'; data: Record<string, unknown> },
  secrets: Record<string, string>,
  siteName: string,
): Rendered => {
  const site = oneLine(siteName)
  const { subject, says, sms } = templates[message.template]({ ...message.data, ...secrets })
  if (message.channel === 'sms') return { subject: null, text: `${site}: ${sms}` }
  const name = oneLine(message.data.name)
  const paragraphs = [name ? `Hello ${name},` : 'Hello,', ...says, site]
  return { subject: `[${site}] ${subject}`, text: `${paragraphs.join('\n\n')}\n` }
}

/** Runs of spaces and of whatever breaks a line or is invisible control become one space. */
const oneLine = (value: unknown): string =>
  String(value ?? '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()

/** An instant as a person reads it: 2026-03-04 10:00 UTC. */
const readable = (instant: string): string => {
  const found = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*Z$/.exec(instant)
  return found ? `${found[1]} ${found[2]} UTC` : instant
}

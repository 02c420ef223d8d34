/** One's own profile on a terminal: what is left to do first, then section by section. */
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

type Members = Record<string, unknown>
type Profile = {
  checklist: { step: string; done: boolean; command: string }[]
  account: Members
  identity: Members
  password: { changedAt: string | null }
  session: Members
  company: Members | null
}

/** `firstName` -> `first name` */
const label = (name: string): string => name.replace(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

/** Each member under its name; what ends in At is an instant. */
const fields = (members: Members, terminal: Terminal): Section['fields'] =>
  Object.entries(members).map(([name, value]) =>
    name.endsWith('At')
      ? [label(name.slice(0, -2)), instant(value, terminal)]
      : [label(name), value, { keep: name === 'id' }],
  )

export const memberSections = (value: Members, terminal: Terminal): Section[] => {
  const titled = Object.entries(value).filter(([, member]) => isMembers(member))
  const own = Object.entries(value).filter(([, member]) => !isMembers(member))
  return [
    { fields: fields(Object.fromEntries(own), terminal) },
    ...titled.map(([name, member]) => ({
      title: title(name),
      fields: fields(member as Members, terminal),
    })),
  ]
}

type Address = { email: string; phone: string | null; codeExpiresAt: string | null }

/** What is to be done with a code that was sent. */
export const codeNote =
  (kind: 'email' | 'phone') =>
  (address: Address): string =>
    address.codeExpiresAt
      ? `Give the code sent to ${address[kind]}: steward me ${kind} --code CODE`
      : `${address[kind]} is on your profile.`

const isMembers = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const title = (name: string): string => {
  const words = label(name)
  return words[0]!.toUpperCase() + words.slice(1)
}

export const profileSections = (profile: Profile, terminal: Terminal): Section[] => [
  {
    title: 'To do',
    fields: profile.checklist
      .filter(({ done }) => !done)
      .map(({ step, command }) => [step, command]),
  },
  { title: 'Account', fields: fields(profile.account, terminal) },
  {
    title: 'Identity',
    fields: fields(
      { ...profile.identity, passwordChangedAt: profile.password.changedAt },
      terminal,
    ),
  },
  { title: 'Session', fields: fields(profile.session, terminal) },
  { title: 'Company', fields: fields(profile.company ?? {}, terminal) },
]

type Security = {
  twoFactor: { required: boolean; methods: string[]; app: Members | null; pending: boolean }
  recoveryCodesLeft: number
  passwordChangedAt: string | null
  sessions: SessionLine[]
  signIns: SessionLine[]
}
type SessionLine = { id: string; device: string; host: string; createdAt: string; current: boolean }

export const securitySections = (security: Security, terminal: Terminal): Section[] => {
  const { twoFactor, recoveryCodesLeft, passwordChangedAt, sessions, signIns } = security
  const { app, pending, methods, required } = twoFactor
  const from = ({ host, device, current }: SessionLine) =>
    `${device}, ${host}${current ? ' (this one)' : ''}`
  return [
    {
      fields: [
        ['second factor', methods.length > 0 ? methods.join(', ') : 'none is asked for'],
        ['must have one', required],
        ['app', app ? 'in force' : pending ? 'waits for its first code' : 'none'],
        ['recovery codes left', recoveryCodesLeft],
        ['password changed', instant(passwordChangedAt, terminal)],
      ],
    },
    { title: 'Signed in', fields: sessions.map(one => [from(one), one.id, { keep: true }]) },
    {
      title: 'Last sign-ins',
      fields: signIns.map(one => [from(one), instant(one.createdAt, terminal)]),
    },
  ]
}

/** What is shown once, each on a line of its own. */
export const recoverySections = ({
  recoveryCodes,
}: {
  recoveryCodes: readonly string[] | null
}): Section[] => [
  {
    title: 'Recovery codes, shown only now: keep them where your phone is not',
    fields: (recoveryCodes ?? []).map((code, at) => [`${at + 1}`, code, { keep: true }]),
  },
]

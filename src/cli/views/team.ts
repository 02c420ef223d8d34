/** One of the team as a page of a terminal. */
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { type Action, actionSections } from './actions.ts'
import { instant } from './instant.ts'

type Shown = {
  id: string
  name: string
  status: string
  role: string
  roleName: string
  email: string
  emailVerified: boolean
  userName: string
  phone: string | null
  everyProvider: boolean
  accounts: 'all' | 'some'
  subAccounts: 'all' | 'some' | null
  granted: { reference: string | null; name: string }[]
  twoFactor: boolean
  twoFactorRequired: boolean
  passwordExpiresAt: string | null
  lastSignInAt: string | null
  lastSignInDevice: string | null
  createdAt: string
  /** Once shown, or where it was asked for alone. */
  reach?: string
  reachable?: number
  passwordChangedAt?: string | null
  invitationExpiresAt?: string | null
  invitationSentTo?: string
  lockedAt?: string | null
  disabledAt?: string | null
  password?: string | null
  actions?: Action[]
}

const colourOf: Record<string, 'green' | 'yellow' | 'red' | 'grey'> = {
  active: 'green',
  invited: 'yellow',
  locked: 'red',
  disabled: 'red',
}

export const supervisorSections = (value: Shown, terminal: Terminal): Section[] => {
  const sections: Section[] = [
    { fields: standing(value, terminal) },
    {
      fields: [
        ['email', `${value.email} (${value.emailVerified ? 'verified' : 'not verified'})`],
        ['user name', value.userName],
        ['phone', value.phone],
      ],
    },
    { title: 'May', fields: access(value) },
    {
      title: 'Signs in',
      fields: known([
        ['second factor', factor(value)],
        ['password changed', instant(value.passwordChangedAt ?? null, terminal)],
        ...given(value, terminal),
        ['last sign-in', instant(value.lastSignInAt, terminal) ?? 'never'],
        ['from', value.lastSignInDevice],
      ]),
    },
  ]
  if (value.password) sections.push(credentials(value, terminal))
  return [...sections, ...actionSections(value.actions)]
}

/** Only what there is. */
const known = (fields: Section['fields']): Section['fields'] =>
  fields.filter(([, value]) => value !== null && value !== undefined)

const standing = (value: Shown, terminal: Terminal): Section['fields'] =>
  known([
    ['name', value.name],
    ['id', value.id, { keep: true }],
    ['status', value.status, { colour: colourOf[value.status] ?? 'grey' }],
    ['since', instant(value.disabledAt ?? value.lockedAt ?? null, terminal)],
    ['invitation sent to', value.invitationSentTo],
    ['invitation good until', instant(value.invitationExpiresAt ?? null, terminal)],
    ['added', instant(value.createdAt, terminal)],
  ])

const access = (value: Shown): Section['fields'] => {
  const { reach, reachable, granted } = value
  const names = granted.map(({ reference, name }) => (reference ? `${name} (${reference})` : name))
  return known([
    ['role', value.roleName],
    ['reaches', reach ?? plainReach(value)],
    ['accounts', names.length > 0 ? names : null],
    ['accounts at present', reachable],
  ])
}

/** The accounts themselves are named below. */
const plainReach = ({ accounts, everyProvider, subAccounts }: Shown): string | null => {
  if (accounts === 'some') return subAccounts === 'all' ? 'all sub-accounts' : null
  return everyProvider ? 'every provider' : 'all accounts, those to come too'
}

const factor = ({ twoFactor, twoFactorRequired }: Shown): string => {
  if (twoFactor) return 'authenticator app'
  return twoFactorRequired ? 'required, to be enrolled at the next sign-in' : 'none'
}

const given = ({ passwordExpiresAt }: Shown, terminal: Terminal): Section['fields'] =>
  passwordExpiresAt ? [['given password good until', instant(passwordExpiresAt, terminal)]] : []

const credentials = (
  {
    userName,
    password,
    passwordExpiresAt,
  }: Pick<Shown, 'userName' | 'password' | 'passwordExpiresAt'>,
  terminal: Terminal,
): Section => ({
  title: 'Sign-in, shown only now',
  fields: [
    ['user name', userName],
    ['password', password, { keep: true }],
    ['good until', instant(passwordExpiresAt, terminal)],
    ['', 'To be changed at the first sign-in.'],
  ],
})

type Reset = {
  id: string
  sentTo: string | null
  password: string | null
  expiresAt: string
  sessionsEnded: number
}

export const resetSections = (value: Reset, terminal: Terminal): Section[] => [
  {
    title: value.password ? 'New password, shown only now' : undefined,
    fields: known([
      ['password', value.password, { keep: true }],
      ['code sent to', value.sentTo],
      ['good until', instant(value.expiresAt, terminal)],
      ['sessions ended', value.sessionsEnded],
    ]),
  },
]

export type Invitation = { id: string; invitationSentTo: string; invitationExpiresAt: string }

export const invitationSections = (value: Invitation, terminal: Terminal): Section[] => [
  {
    fields: [
      ['id', value.id, { keep: true }],
      ['invitation sent to', value.invitationSentTo],
      ['good until', instant(value.invitationExpiresAt, terminal)],
    ],
  },
]

/** An account as a page of a terminal. */
import type { Seats } from '../../services/accounts/seating.ts'
import { nameOf } from '../answer.ts'
import type { Section } from '../output/record.ts'
import type { Look, Terminal } from '../output/terminal.ts'
import type { Row } from '../output/value.ts'
import { type Action, actionSections } from './actions.ts'
import { stopText } from './belonging.ts'
import { instant } from './instant.ts'
import { seatsText } from './seats.ts'

type Named = { id: string; reference: string | null; name: string }
type Owner = { id: string; name: string; email: string | null }
type Tag = { tag: string; colour: string }

type Shown = Record<string, unknown> & {
  status: string
  owner: Owner | null
  parent: Named | null
  tags: Tag[]
  parents?: Named[]
  subAccounts?: number
  allSubAccounts?: number
  people?: number
  allPeople?: number
  ownerSent?: Sent | null
  seats?: Seats
  features?: string[]
  actions?: Action[]
}

const colourOf: Record<string, 'green' | 'red' | 'grey'> = { active: 'green', suspended: 'red' }

const called = ({ id, reference, name }: Named): string => `${name} (${reference ?? id})`

/** "3, and 12 in all" where there are more further down. */
const within = (right: number, all: number): string =>
  right === all ? String(all) : `${right}, and ${all} with those beneath`

/** The name of an account in a tree, as far in as it lies down. */
export const branch = (name: unknown, { depth }: Row, { unicode }: Look): string => {
  const down = Number(depth) - 1
  return down > 0 ? `${'  '.repeat(down - 1)}${unicode ? '└ ' : '- '}${name}` : String(name)
}

const place = (value: Shown): Section['fields'] => {
  const line = value.parents ?? (value.parent ? [value.parent] : [])
  const fields: Section['fields'] = [['belongs to', line.map(called).join(' > ')]]
  if (value.subAccounts === undefined) return fields
  return [
    ...fields,
    ['sub-accounts', within(value.subAccounts, value.allSubAccounts!)],
    ['people', within(value.people!, value.allPeople!)],
    ['seats used', value.seats && seatsText(value.seats)],
    ['features', value.features?.join(', ')],
    ['SSO token', value.ssoToken],
  ]
}

export const accountSections = (value: Shown, terminal: Terminal): Section[] => {
  const { owner } = value
  const standing: Section['fields'] = [
    ['name', value.name],
    ['id', value.id, { keep: true }],
    ['reference', value.reference],
    ['status', value.status, { colour: colourOf[value.status] ?? 'grey' }],
  ]
  if (value.stoppedBy) standing.push(['stopped by', stopText(value.stoppedBy), { colour: 'red' }])
  if (value.statusReason) standing.push(['reason', value.statusReason])
  const sections: Section[] = [
    { fields: standing },
    {
      fields: [
        ['email', value.email],
        ['owner', owner && nameOf({ ...owner, topic: 'consumers' })],
        ...place(value),
      ],
    },
    {
      fields: [
        ['organization', value.organization],
        ['domain', value.domain],
        ['industry', value.industry],
        ['registration number', value.registrationNumber],
        ['tax number', value.taxNumber],
        ['address', addressOf(value)],
        ['country', value.country],
      ],
    },
    {
      fields: [
        ['currency', value.currency],
        ['language', value.language],
        ['time zone', value.timeZone],
        ['tags', value.tags.map(({ tag, colour }) => `${tag} (${colour})`)],
        ['added', instant(value.createdAt, terminal)],
      ],
    },
  ]
  if (value.ownerPassword) sections.push(credentials(value, terminal))
  if (value.ownerSent) sections.push(invitation(value.ownerSent, terminal))
  return [...sections, ...actionSections(value.actions)]
}

type Sent = { kind: string; sentTo: string; expiresAt: string }

const invitation = ({ kind, sentTo, expiresAt }: Sent, terminal: Terminal): Section => ({
  title: 'The owner sets a password',
  fields: [
    [`${kind} sent to`, sentTo],
    ['works until', instant(expiresAt, terminal)],
  ],
})

const addressOf = ({ address, postalCode, city, state }: Shown): string =>
  [address, [postalCode, city].filter(Boolean).join(' '), state].filter(Boolean).join(', ')

/** Shown this once. */
const credentials = (value: Shown, terminal: Terminal): Section => ({
  title: "The owner's sign-in, shown only now",
  fields: [
    ['email', value.email],
    ['password', value.ownerPassword, { keep: true }],
    ['valid until', instant(value.ownerPasswordExpiresAt, terminal)],
    ['', 'To be changed at the first sign-in.'],
  ],
})

type Checked = { email: string; inUse: boolean; account: Named | null }

export const emailSections = ({ email, inUse, account }: Checked): Section[] => {
  const fields: Section['fields'] = [
    ['email', email],
    ['in use', inUse],
  ]
  if (inUse) fields.push(['by', account ? called(account) : 'an account that you do not reach'])
  return [{ fields }]
}

type Stats = {
  total: number
  byStatus: Record<string, number>
  top: number
  subAccounts: number
  withSubAccounts: number
  added: { month: string; count: number }[]
}

export const accountStatsSections = (stats: Stats): Section[] => [
  { fields: [['all', stats.total], ...Object.entries(stats.byStatus)] },
  {
    fields: [
      ['at the top', stats.top],
      ['beneath another', stats.subAccounts],
      ['with sub-accounts', stats.withSubAccounts],
    ],
  },
  { title: 'Added', fields: stats.added.map(({ month, count }) => [month, count]) },
]

/** A consumer as a page of a terminal: what an agent looks for first stands first. */
import type { NamedAccount } from '../../services/accounts/record.ts'
import type { Stop } from '../../services/providers/standing.ts'
import { nameOf } from '../answer.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { wrap } from '../output/width.ts'
import { type Action, actionSections } from './actions.ts'
import { accountText, stopText } from './belonging.ts'
import { instant } from './instant.ts'

type Counts = Record<string, number>
type Shown = Record<string, string | number | boolean | string[] | Counts | null | undefined> & {
  actions?: Action[]
  account?: NamedAccount | null
  stoppedBy?: Stop | null
}

type Named = { id: string; name: string; email: string | null }

const verified = (value: Shown, what: 'email' | 'phone'): string | null => {
  if (!value[what]) return null
  return `${value[what]} (${value[`${what}Verified`] ? 'verified' : 'not verified'})`
}

const colourOf: Record<string, 'green' | 'yellow' | 'red' | 'grey'> = {
  active: 'green',
  pending: 'yellow',
  suspended: 'red',
}

/** Where a record that is gone for good has gone. */
const fate = (value: Shown & { mergedWith?: Named | null }, terminal: Terminal) => {
  const fields: Section['fields'] = []
  const { mergedWith, mergedInto, erasedAt } = value
  const named = mergedWith ? nameOf({ ...mergedWith, topic: 'consumers' }) : mergedInto
  if (named) fields.push(['merged into', named])
  if (erasedAt) fields.push(['erased', instant(erasedAt, terminal)])
  return fields
}

export const personSections = (value: Shown, terminal: Terminal): Section[] => {
  const colour = colourOf[String(value.status)] ?? 'grey'
  const standing: Section['fields'] = [
    ['name', value.name],
    ['id', value.id, { keep: true }],
    ['status', value.status, { colour }],
  ]
  if (value.stoppedBy) standing.push(['stopped by', stopText(value.stoppedBy), { colour: 'red' }])
  if (value.statusReason) standing.push(['reason', value.statusReason])
  if (value.statusKind) standing.push(['kind', value.statusKind])
  if (value.suspendedUntil) standing.push(['until', instant(value.suspendedUntil, terminal)])
  standing.push(...fate(value, terminal))
  const sections: Section[] = [
    { fields: standing },
    {
      fields: [
        ['email', verified(value, 'email')],
        ['phone', verified(value, 'phone')],
        ['account', accountText(value.account)],
        ['company', value.company],
        ['industry', value.industry],
        ['country', value.country],
        ['language', value.language],
        ['external id', value.externalId],
        ['tags', value.tags],
      ],
    },
    {
      fields: [
        ['registered', instant(value.createdAt, terminal)],
        ['source', value.source],
        ['last sign-in', instant(value.lastSignInAt, terminal) ?? 'never'],
        ...passwordField(value),
        ['two-factor', value.twoFactor ? 'on' : 'off'],
        ['project limit', value.projectLimit ?? 'as set for everyone'],
        ['credits', value.creditBalance],
      ],
    },
  ]
  const documents = documentsLine(value.documents as Counts | undefined)
  if (documents) sections.push({ fields: [['documents', documents]] })
  if (value.password) sections.push(credentials(value, terminal))
  return [...sections, ...actionSections(value.actions)]
}

/** How many documents stand where; nothing where there are none. */
const documentsLine = (counts: Counts = {}): string =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ')

/** Only where it is known; a list, say, doesn't tell. */
const passwordField = ({ passwordAlgorithm: made, passwordImported }: Shown): Section['fields'] =>
  made === undefined ? [] : [['password', passwordImported ? `${made}, imported` : made]]

/** R1.4's "Login Credentials": shown this once. */
const credentials = (value: Shown, terminal: Terminal): Section => ({
  title: 'Sign-in, shown only now',
  fields: [
    ['email', value.email],
    ['password', value.password, { keep: true }],
    ['valid until', instant(value.passwordExpiresAt, terminal)],
    ['', 'To be changed at the first sign-in.'],
  ],
})

/** A space at which no line is broken. */
const joint = '\u00a0'

type Stats = {
  total: number
  new: number
  byStatus: Record<string, number>
  pendingByAge: { age: string; count: number }[]
  registrations: { day: string; count: number }[]
}

/** R1.4's cards above the list, none torn apart. What isn't listed is said to exist. */
export const consumerCards = (
  { total, new: fresh, byStatus }: Stats,
  { columns }: Terminal,
): string => {
  const card = (title: string, count = 0) => `${title}${joint}${count.toLocaleString('en')}`
  const cards = [
    card('All', total),
    card('New', fresh),
    card('Active', byStatus.active),
    card('Pending', byStatus.pending),
    card('Suspended', byStatus.suspended),
    card('Rejected', byStatus.rejected),
    `${card('Deleted', byStatus.deleted)}${joint}(not${joint}listed)`,
  ]
  const lines = wrap(cards.join(`${joint}· `), columns)
  return `${lines.join('\n').replaceAll(joint, ' ')}\n\n`
}

export const statsSections = (stats: Stats): Section[] => [
  { fields: [['all', stats.total], ['new', stats.new], ...Object.entries(stats.byStatus)] },
  { title: 'Pending', fields: stats.pendingByAge.map(({ age, count }) => [age, count]) },
  { title: 'Registrations', fields: stats.registrations.map(({ day, count }) => [day, count]) },
]

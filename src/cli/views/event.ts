/** Events on a terminal: R1.11's columns and cards, and one event field by field. */
import type { Event, FullEvent } from '../../services/events/record.ts'
import { differences, nameOf } from '../answer.ts'
import { status, when } from '../columns.ts'
import type { Section } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import type { Column } from '../output/table.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

type Person = { id: string; name: string | null; email: string | null }

/** As R1.11 names people and projects: by email, else by name, and always by id. */
const named = (value: unknown): string => {
  const person = value as Person | null
  if (!person) return ''
  return [person.email ?? person.name, person.id].filter(part => part !== null).join(' ')
}

/** Where there is little room, who it is has to be told by a word. */
const inAWord = (value: unknown): string => {
  const person = value as Person | null
  return person ? (person.name ?? person.email ?? person.id) : ''
}

const who = (key: string, title: string, priority: number): Column => ({
  key,
  title,
  priority,
  format: named,
})

const byKey = (value: unknown): string => {
  const supervisor = value as Event['supervisor']
  const key = supervisor?.key
  return key ? `${named(supervisor)} (key ${key.name ?? key.id})` : named(supervisor)
}

export const eventColumns: readonly Column[] = [
  { key: 'sequence', title: '#', keep: true },
  { key: 'type', title: 'type', priority: 0, min: 20 },
  status,
  { key: 'category', title: 'category', priority: 4 },
  { key: 'module', title: 'module', priority: 6 },
  { key: 'subject', title: 'about', priority: 2, format: inAWord },
  who('consumer', 'consumer', 5),
  who('project', 'project', 6),
  { ...who('supervisor', 'supervisor', 3), format: byKey },
  when('at', 'at', 1),
]

/** What `events tail` prints under each other, in columns that stay where they are. */
export const tailColumns: readonly Column[] = [
  { key: 'sequence', title: '#', keep: true, format: value => String(value).padStart(4) },
  { key: 'at', title: 'at', keep: true, format: at => `${String(at).slice(0, 19)}Z` },
  { ...status, keep: true, format: value => String(value).padEnd(9) },
  { key: 'type', title: 'type', priority: 0, min: 18, format: value => String(value).padEnd(18) },
  { key: 'actor', title: 'by', priority: 0, min: 9, format: inAWord },
  { key: 'subject', title: 'about', priority: 0, min: 9, format: inAWord },
]

type Cards = { all: number; consumer: number; project: number; admin: number }

export const eventCards = ({ cards }: { cards: Cards }): string => {
  const titles = { all: 'All', consumer: 'Consumer', project: 'Project', admin: 'Admin' }
  const counts = Object.entries(titles).map(
    ([name, title]) => `${title} ${cards[name as keyof Cards].toLocaleString('en')}`,
  )
  return `${counts.join(' · ')}\n\n`
}

export const eventSections = (event: FullEvent, terminal: Terminal): Section[] => [
  {
    fields: [
      ['event', event.sequence],
      ['id', event.id, { keep: true }],
      ['type', event.type],
      ['status', event.status, { colour: status.colour?.(event.status) }],
      ['category', event.category],
      ['at', instant(event.at, terminal)],
      ['by', event.supervisor ? byKey(event.supervisor) : named(event.actor)],
      ['about', event.subjects.map(named)],
      ['from', event.origin && `${event.origin.channel} on ${event.origin.host}`],
      ...whereGiven(event),
    ],
  },
  ...(event.erased ? [erasedSection] : []),
  ...event.changes.map(change => ({
    title: nameOf({ ...change.subject, topic: change.subject.topic ?? '' }),
    fields: differences(change as Parameters<typeof differences>[0]),
  })),
]

const whereGiven = (event: FullEvent): Section['fields'] => {
  const all: Section['fields'] = [
    ['reason', event.reason],
    ['refused', event.error?.message],
    ['approval', event.approval, { keep: true }],
    ['run', event.run, { keep: true }],
    ['impersonated by', event.impersonator, { keep: true }],
    ['messages', event.messages || null],
    ['note', event.note],
  ]
  return all.filter(([, value]) => value !== null && value !== undefined)
}

const erasedSection: Section = {
  fields: [['detail', 'erased: names, reason and changes are gone; the event is still proven']],
}

type Stats = {
  cards: Cards
  period: { from: string; to: string; count: number } | null
  byType: { type: string; count: number }[]
  byDay: { day: string; count: number }[]
}

export const statsSections = ({ cards, period, byType, byDay }: Stats): Section[] => [
  { fields: Object.entries(cards) },
  {
    title: period ? `${period.from.slice(0, 10)} to ${period.to.slice(0, 10)}` : 'Period',
    fields: byType.map(({ type, count }) => [type, count]),
  },
  { title: 'By day', fields: byDay.map(({ day, count }) => [day, count]) },
]

type Listed = { archived: { through: number; files: string[] } | null }

/** A list of events says where the older ones are. */
export const archivedNote = ({ archived }: Listed): string =>
  archived
    ? `Events 1 to ${archived.through.toLocaleString('en')} are archived: ${archived.files.map(visible).join(', ')}`
    : ''

type Stretch = { first: number; last: number; count: number; begins: string; ends: string }

export const archiveForetold = ({ first, last, count, begins, ends }: Stretch): Section[] => [
  {
    fields: [
      ['would archive', `${count.toLocaleString('en')} events, ${first} to ${last}`],
      ['from', begins],
      ['until', ends],
    ],
  },
]

/**
 * What each room of the house puts on the dashboard. A new room adds its lines here: a step of
 * getting started, a queue of work that waits, or what goes on in it.
 */
import { and, gte, inArray, ne, sql } from 'drizzle-orm'
import { runsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { pendingByAge, registrationsByDay } from '../consumers/stats.ts'
import { documentsTable } from '../documents/table.ts'
import { eventsByDay } from '../events/stats.ts'
import { checklistOf } from '../me/record.ts'
import { statusColumn } from '../messages/status.ts'
import { messagesTable } from '../messages/table.ts'
import type { KnownPermission } from '../roles/may.ts'
import { settingRows } from '../settings/queries.ts'
import type { SupervisorRow } from '../team/queries.ts'
import { countByAge } from './ages.ts'
import type { Period } from './period.ts'

/** What a step is judged by: who is asking, and what only the outside world knows. */
export type Around = { me: SupervisorRow; hasMail: boolean }

type Line = {
  name: string
  /** In a word or two, for people: it stands beside what is said about it. */
  about: string
  /** What to run about it. Words in capitals are to be filled in. */
  command: string
  /** Shown only to whoever may. */
  permission?: KnownPermission
}

export type Step = Line & { isDone(tx: Tx, around: Around): Promise<boolean> }
export type Queue = Line & { byAge(tx: Tx, now: Date): ReturnType<typeof countByAge> }

/** Figures that one query answers together, each counted by UTC day. */
export type Activity = {
  figures: readonly { name: string; about: string }[]
  permission: KnownPermission
  days(tx: Tx, period: Period): Promise<{ day: string; figure: string; count: number }[]>
}

const profileLeft = (me: SupervisorRow) => checklistOf(me).filter(({ done }) => !done)

export const stepsFor = ({ me }: Around): readonly Step[] => [
  {
    name: 'profile',
    about: 'your profile',
    command: profileLeft(me)[0]?.command ?? 'steward me show',
    isDone: async () => profileLeft(me).length === 0,
  },
  {
    name: 'company',
    about: 'your company',
    command: 'steward me company --name NAME --country COUNTRY',
    isDone: async () => !!me.company?.name,
  },
  {
    name: 'email',
    about: 'email sender',
    command: 'export STEWARD_SMTP_URL=URL STEWARD_MAIL_FROM=ADDRESS',
    permission: 'outbox:flush',
    isDone: async (_, { hasMail }) => hasMail,
  },
  {
    // Until there is more to brand: where links in messages lead. The name has a default.
    name: 'branding',
    about: 'branding',
    command: 'steward settings set platform.url URL',
    permission: 'settings:set',
    isDone: async tx => (await settingRows(tx, ['platform.url'])).length > 0,
  },
]

export const queues: readonly Queue[] = [
  {
    name: 'consumers',
    about: 'to approve',
    command: 'steward consumers list --filter status=pending',
    permission: 'consumers:list',
    byAge: pendingByAge,
  },
  {
    name: 'documents',
    about: 'documents to review',
    command: 'steward consumers review',
    permission: 'consumers:review-list',
    byAge: (tx, now) => countByAge(now, from => waitingSince(tx, from)),
  },
  {
    name: 'messages',
    about: 'not sent',
    command: 'steward messages list --filter status=queued,sending,failed,held',
    permission: 'messages:list',
    byAge: (tx, now) => countByAge(now, from => unsentSince(tx, from, now)),
  },
  {
    name: 'runs',
    about: 'runs not done',
    command: 'steward runs list --filter state=open,interrupted',
    permission: 'runs:list',
    byAge: (tx, now) => countByAge(now, from => undoneSince(tx, from)),
  },
]

const waitingSince = async (tx: Tx, from: Date): Promise<number> => {
  const table = tx.table(documentsTable)
  const waiting = sql`${table.status} = 'waiting'`
  return tx.db.$count(table, and(tx.scoped(documentsTable), waiting, gte(table.createdAt, from)))
}

const unsentSince = async (tx: Tx, from: Date, now: Date): Promise<number> => {
  const table = tx.table(messagesTable)
  const unsent = inArray(statusColumn(tx, now), ['queued', 'sending', 'failed', 'held'])
  return tx.db.$count(table, and(tx.scoped(messagesTable), unsent, gte(table.createdAt, from)))
}

const undoneSince = async (tx: Tx, from: Date): Promise<number> => {
  const table = tx.table(runsTable)
  const undone = ne(table.state, 'done')
  return tx.db.$count(table, and(tx.scoped(runsTable), undone, gte(table.createdAt, from)))
}

export const activities: readonly Activity[] = [
  {
    figures: [{ name: 'registrations', about: 'registrations' }],
    permission: 'consumers:stats',
    days: async (tx, { from, to }) =>
      (await registrationsByDay(tx, from, to)).map(row => ({ ...row, figure: 'registrations' })),
  },
  {
    figures: [
      { name: 'signIns', about: 'sign-ins' },
      { name: 'failedSignIns', about: 'failed sign-ins' },
      { name: 'changes', about: 'changes' },
    ],
    permission: 'events:stats',
    days: async (tx, { from, to }) =>
      (await eventsByDay(tx, from, to)).flatMap(({ type, status, ...row }) => {
        const figure = figureOf(type, status)
        return figure ? [{ ...row, figure }] : []
      }),
  },
]

/** Ways in, of the team and of consumers. */
const signIns = ['sessions.create', 'consumers.sign-in']

/** Recorded, although they change nothing that anybody looks after. */
export const unchanging: readonly string[] = [
  ...['sessions.refresh', 'sessions.send-code', 'sessions.end'],
  ...['consumers.export', 'accounts.export', 'team.export', 'events.export', 'events.prove'],
  'db.backup',
  ...['consumers.documents-show', 'consumers.documents-download', 'consumers.privacy-export'],
  ...['consumers.review-next', 'consumers.review-claim', 'consumers.review-release'],
]

const figureOf = (type: string, status: string): string | null => {
  const done = status === 'succeeded'
  if (signIns.includes(type)) return done ? 'signIns' : 'failedSignIns'
  return done && !unchanging.includes(type) ? 'changes' : null
}

/** Sign-ins of the team, as the log tells of them. */
import { eq, or, type SQL } from 'drizzle-orm'
import * as z from 'zod/mini'
import type { FilterFields, FilterTerm } from '../../kernel/filter.ts'
import { termsOf } from '../../kernel/list.ts'
import type { Filterable } from '../../store/listing.ts'
import { aboutSubject, type EventRow } from '../../store/log.ts'
import { eventsTable } from '../../store/tables.ts'
import type { Tx } from '../../store/transaction.ts'
import { detailOf, statuses } from './record.ts'

export const signInType = 'sessions.create'

const text = z.nullable(z.string())

export const SignIn = z.object({
  /** The event that tells of it. */
  sequence: z.number(),
  at: z.string(),
  status: z.enum(statuses),
  /** What was said to whoever was not let in. */
  because: text,
  /** Null where nobody goes by what was typed. */
  person: z.nullable(z.object({ id: z.string(), name: text, email: text })),
  /** What was typed where nobody goes by it, but for its ends: it may have been a password. */
  tried: text,
  device: text,
  host: text,
  /** Where it came from over a network; null of a sign-in on the machine itself. */
  address: text,
})

export type SignIn = z.infer<typeof SignIn>

export const filters = {
  status: { kind: 'choice', choices: statuses },
  person: { kind: 'choice', about: 'by id' },
  device: { kind: 'choice', about: 'as it is told, in whole' },
  host: { kind: 'choice', about: 'the machine' },
  address: { kind: 'choice', about: 'of the network that it came by' },
  at: { kind: 'instant' },
} satisfies FilterFields

export type Asked = { status?: string; person?: string; from?: Date; to?: Date; filter?: string }

/** All conditions as terms; `person` is an id by now. */
export const termsAsked = ({ status, person, from, to, filter }: Asked, now: Date) => {
  const terms: FilterTerm[] = termsOf(filter, filters, now)
  if (status) terms.push({ field: 'status', op: '=', values: [status] })
  if (person) terms.push({ field: 'person', op: '=', values: [person] })
  if (from) terms.push({ field: 'at', op: '>=', values: [from] })
  if (to) terms.push({ field: 'at', op: '<', values: [to] })
  return terms
}

export const filterables = (tx: Tx): Record<keyof typeof filters, Filterable> => {
  const { status, subject, detail, at } = tx.table(eventsTable)
  /** As it stands in what the event says, whole. */
  const said = (name: string) => (value: string) =>
    tx.expressions.includes(detail, `"${name}":${JSON.stringify(value)}`)
  return {
    status: { ...filters.status, column: status },
    person: {
      ...filters.person,
      column: subject,
      match: id => or(eq(subject, id), aboutSubject(tx, id)) as SQL,
    },
    device: { ...filters.device, column: detail, match: said('device') },
    host: { ...filters.host, column: detail, match: said('host') },
    address: { ...filters.address, column: detail, match: said('address') },
    at: { ...filters.at, column: at },
  }
}

/** What a sign-in says of where it was tried, beside whom. */
type Noted =
  | { tried?: string; device?: string; host?: string; address?: string | null }
  | null
  | undefined

export const signInRecord = (row: EventRow): SignIn => {
  const detail = detailOf(row)
  const person = detail?.subjects.find(({ topic }) => topic === 'team')
  // Before it was noted, only the session itself said it.
  const session = detail?.changes.find(({ subject }) => subject.topic === 'sessions')
  const where = (detail?.note ?? session?.after) as Noted
  return {
    sequence: row.sequence,
    at: row.at.toISOString(),
    status: row.status as SignIn['status'],
    because: detail?.error?.message ?? null,
    person: person ? { id: person.id, name: person.name, email: person.email } : null,
    tried: where?.tried ?? null,
    device: where?.device ?? null,
    host: where?.host ?? null,
    address: where?.address ?? null,
  }
}

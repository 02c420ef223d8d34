/** An event as everyone outside sees one. */
import * as z from 'zod/mini'
import {
  categoryOf,
  type EventDetail,
  type Leaf,
  moduleOf,
  type Subject as SubjectDetail,
} from '../../kernel/event.ts'
import { type EventRow, leafOf } from '../../store/log.ts'

export const statuses = ['succeeded', 'refused'] as const
export const categories = ['admin', 'platform'] as const

const text = z.nullable(z.string())

const Key = z.nullable(z.object({ id: z.string(), name: text }))

/** Whoever acted. Name and email are as they were then, and null once erased. */
const Actor = z.object({ id: z.string(), name: text, email: text, key: Key })

const Subject = z.object({ id: z.string(), topic: text, name: text, email: text })

export const Event = z.object({
  sequence: z.number(),
  id: z.string(),
  type: z.string(),
  status: z.string(),
  category: z.enum(categories),
  module: z.string(),
  at: z.string(),
  actor: Actor,
  /** What it is about in the first place; `subjects` has all of them. */
  subject: z.nullable(Subject),
  subjects: z.array(Subject),
  consumer: z.nullable(Subject),
  project: z.nullable(Subject),
  supervisor: z.nullable(Actor),
  reason: text,
  error: z.nullable(z.object({ code: z.string(), message: z.string() })),
  /** Names, reasons and changes were erased; what remains is still proven. */
  erased: z.boolean(),
})

export type Event = z.infer<typeof Event>

const Members = z.nullable(z.record(z.string(), z.unknown()))

/** An event with all that is known of it. */
export const FullEvent = z.extend(Event, {
  changes: z.array(z.object({ subject: Subject, before: Members, after: Members })),
  messages: z.number(),
  origin: z.nullable(z.object({ channel: z.string(), host: z.string(), version: z.string() })),
  impersonator: text,
  approval: text,
  /** The run that it was a part of. */
  run: text,
  note: Members,
})

export type FullEvent = z.infer<typeof FullEvent>

export const detailOf = ({ detail }: { detail: string | null }): EventDetail | null =>
  detail === null ? null : JSON.parse(detail)

export const eventRecord = (row: EventRow, providerId: string): Event =>
  recordOf(leafOf(row, providerId), detailOf(row))

export const fullRecord = (row: EventRow, providerId: string): FullEvent => {
  const detail = detailOf(row)
  return {
    ...eventRecord(row, providerId),
    changes: detail?.changes ?? [],
    messages: detail?.messages ?? 0,
    origin: detail?.origin ?? null,
    impersonator: row.impersonator,
    approval: row.approval,
    run: detail?.run ?? null,
    note: detail?.note ?? null,
  }
}

/** The same from a leaf and its detail, which is what an export carries. */
export const recordOf = (leaf: Leaf, detail: EventDetail | null): Event => {
  const actor = actorOf(leaf, detail)
  const subjects = leaf.subjects.map(id => subjectOf(id, detail))
  const about = (prefix: string) => subjects.find(({ id }) => id.startsWith(prefix)) ?? null
  return {
    sequence: leaf.sequence,
    id: leaf.id,
    type: leaf.type,
    status: leaf.status,
    category: categoryOf(leaf.actor),
    module: moduleOf(leaf.type),
    at: leaf.at,
    actor,
    subject: subjects[0] ?? null,
    subjects,
    consumer: about('con_') ?? consumerActing(actor),
    project: about('prj_'),
    supervisor: actor.id.startsWith('sup_') ? actor : null,
    reason: detail?.reason ?? null,
    error: detail?.error ?? null,
    erased: detail === null,
  }
}

const actorOf = ({ actor: id, key }: Leaf, detail: EventDetail | null): Event['actor'] => ({
  id,
  name: detail?.actor.name ?? null,
  email: detail?.actor.email ?? null,
  key: key === null ? null : { id: key, name: detail?.actor.key ?? null },
})

const subjectOf = (id: string, detail: EventDetail | null) => {
  const known: SubjectDetail | undefined = detail?.subjects.find(subject => subject.id === id)
  return known ?? { id, topic: null, name: null, email: null }
}

const consumerActing = ({ id, name, email }: Event['actor']): Event['consumer'] =>
  id.startsWith('con_') ? { id, topic: 'consumers', name, email } : null

/** From what happened to what the log keeps of it. */
import type { Actor, Call, Home } from './context.ts'
import { type ErrorCode, StewardError } from './errors.ts'
import type { Change, LogEntry, Subject } from './event.ts'
import type { AnyOperation } from './operation.ts'

/** Refusals that are kept: by permission, sign-in, state and approval. Bad input, records not found
 * and outages are not: they say nothing about what someone tried to do. */
const keptRefusals: ReadonlySet<ErrorCode> = new Set([
  'not_signed_in',
  'not_allowed',
  'conflict',
  'illegal_state',
  'approval_required',
])

export const isKeptRefusal = (error: unknown): error is StewardError =>
  error instanceof StewardError && keptRefusals.has(error.code)

export type Happened = {
  operation: AnyOperation
  call: Call
  actor: Actor
  approval: string | null
  at: Date
  reason: string | null
  changes: readonly Change[]
  /** Records that were looked at in order to be changed: a refusal is about them. */
  touched: readonly Subject[]
  messages: number
  error: StewardError | null
  note: Record<string, unknown> | null
  /** Whose it is, where that isn't what the actor's own scope says. */
  home?: Home
}

export const draftEvent = (happened: Happened): LogEntry => {
  const { actor, call, error } = happened
  const subjects = subjectsOf(happened)
  return {
    ...(happened.home && { home: happened.home }),
    type: happened.operation.name,
    at: happened.at,
    status: error ? 'refused' : 'succeeded',
    actor: actor.id,
    key: actor.key?.id ?? null,
    impersonator: null,
    approval: happened.approval,
    subjects: subjects.map(subject => subject.id),
    // In the order of their names, as they are written: what is in order needs no sorting.
    detail: {
      actor: { email: actor.email, key: actor.key?.name ?? null, name: actor.name },
      changes: [...happened.changes],
      error: error ? { code: error.code, message: error.message } : null,
      messages: happened.messages,
      note: happened.note,
      origin: { ...call.origin },
      reason: happened.reason,
      ...(call.run !== undefined && { run: call.run }),
      subjects,
    },
  }
}

/** Each record once, as it is named first: after a change, not as it was when looked at. */
export const subjectsOf = ({
  changes,
  touched,
}: Pick<Happened, 'changes' | 'touched'>): Subject[] => {
  const [only] = changes
  if (only && changes.length === 1 && touched.length === 0) return [only.subject]
  const byId = new Map<string, Subject>()
  for (const subject of [...changes.map(change => change.subject), ...touched]) {
    if (!byId.has(subject.id)) byId.set(subject.id, subject)
  }
  return [...byId.values()]
}

/** An operation's own reason is also the audit's. */
export const reasonOf = (input: Record<string, unknown>, call: Call): string | null =>
  typeof input.reason === 'string' ? input.reason : (call.reason ?? null)

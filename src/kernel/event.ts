/**
 * The event: what the log keeps of every change and refusal, and the exact bytes that its Merkle
 * leaf is made of. Whoever holds a row can rebuild its leaf with `leafText` alone.
 */
import { hash } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Home, Ids } from './context.ts'

/** A record as events and notices name it. */
export type Subject = { id: string; topic: string; name: string | null; email: string | null }

/** One record before and after. Only members that differ; null before a creation, after a removal.
 * A secret member says only that it changed. */
export type Change = {
  subject: Subject
  before: Record<string, unknown> | null
  after: Record<string, unknown> | null
}

export type ChangeSet = readonly Change[]

export type EventStatus = 'succeeded' | 'refused'

/** What the runner hands to the log. Sequence and leaf are the log's to make. */
export type LogEntry = {
  /** Whose log it belongs in, where that isn't the log of whoever hands it over. */
  home?: Home
  type: string
  at: Date
  status: EventStatus
  actor: string
  key: string | null
  impersonator: string | null
  approval: string | null
  subjects: string[]
  detail: EventDetail
}

/** Everything else: covered by the leaf through a salted digest, so that it can be erased. */
export type EventDetail = {
  actor: { name: string | null; email: string | null; key: string | null }
  subjects: Subject[]
  reason: string | null
  changes: Change[]
  messages: number
  origin: { channel: string; host: string; version: string }
  error: { code: string; message: string } | null
  /** What an operation wants remembered besides: counts, a file's digest. */
  note: Record<string, unknown> | null
  /** The run that it was done by; absent where there was none, as in events older than runs. */
  run?: string
}

/** A detail as it is stored, and the digest that stands for it in the leaf. */
export type SealedDetail = { text: string; salt: string; digest: string }

/** An entry that was written down beforehand, all but its place in the log. */
export type SealedEntry = Omit<LogEntry, 'detail'> & { id: string; sealed: SealedDetail }

export type Entry = LogEntry | SealedEntry

export const sealed = (detail: EventDetail, salt: string): SealedDetail => {
  const text = canonicalJson(detail)
  return { text, salt, digest: detailDigest(salt, text) }
}

export const saltOf = (ids: Pick<Ids, 'bytes'>): string => ids.bytes(16).toString('base64url')

/** An event as it was recorded, and in whose log. */
export type Recorded = { id: string; sequence: number; providerId: string }

/** The members of a leaf, named as they are hashed. */
export type Leaf = {
  sequence: number
  id: string
  type: string
  at: string
  status: string
  provider: string
  actor: string
  key: string | null
  impersonator: string | null
  approval: string | null
  subjects: string[]
  digest: string
}

/** RFC 8785 text of a leaf: what is hashed, byte for byte. Its members are put in order here, once and
 * for all: a log is verified by making it of every row. */
export const leafText = (leaf: Leaf): string =>
  canonicalJson({
    actor: leaf.actor,
    approval: leaf.approval,
    at: leaf.at,
    digest: leaf.digest,
    id: leaf.id,
    impersonator: leaf.impersonator,
    key: leaf.key,
    provider: leaf.provider,
    sequence: leaf.sequence,
    status: leaf.status,
    subjects: leaf.subjects,
    type: leaf.type,
  })

/** Salted, so that an erased detail can't be found again by guessing. Hex. */
export const detailDigest = (salt: string, detail: string): string =>
  hash('sha256', `${salt}\n${detail}`, 'hex')

/** R1.11's category: who caused it, the back office or the platform. */
export const categoryOf = (actor: string): 'admin' | 'platform' =>
  actor.startsWith('con_') || actor === 'anyone' ? 'platform' : 'admin'

/** R1.11's module: the topic of the event's type. */
export const moduleOf = (type: string): string => type.slice(0, type.indexOf('.'))

/** The world that an operation is given: nothing in it reads a clock or an environment itself. */
import type { StewardError } from './errors.ts'
import type { ChangeSet, Entry, Recorded, Subject } from './event.ts'
import type { ActorKind } from './operation.ts'
import type { Level, Rights } from './permission.ts'
import type { RunShelf } from './run.ts'

/** A tenant. `provider` is the small key that rows carry. */
export type Home = { provider: number; providerId: string }

/** A provider within reach. Whoever reaches all of them reaches one that is disabled, too. */
export type Tenant = Home & { disabled?: boolean }

/** Whose records an actor can reach. Its own provider is where what they make goes, and whose log
 * tells of it, until a record of another provider is at hand. */
export type Scope = Home & {
  /** Reaches every provider, those still to come too. */
  every?: boolean
  /** Every provider within reach. */
  providers: readonly Tenant[]
  /** The ids of those whose grants bound it (a person, and their key): of each provider only what
   * belongs to an account that all of them were granted. None: all accounts, and what has none. */
  bounds: readonly string[]
  organization: OrganizationRef
}

/** The scope of one provider, with all of its accounts. */
export const scopeWithin = (home: Tenant, organization: OrganizationRef): Scope => {
  const { provider, providerId, disabled } = home
  const tenant = { provider, providerId, ...(disabled && { disabled }) }
  return { provider, providerId, providers: [tenant], bounds: [], organization }
}

/** What is needed of the organisation in passing: its name, which secret key is its own, and what
 * signs its cursors. */
export type OrganizationRef = { id: string; name: string; secretKeyId: string; cursorKey: string }

export type Actor = {
  kind: ActorKind
  /** `sup_…`, `con_…`, `sys_…`, or `anyone`. */
  id: string
  name: string | null
  email: string | null
  /** The API key it came with, if it did. */
  key: { id: string; name: string } | null
  /** The session it signed in with, if it did; `freshAt` is when a factor was last proven. */
  session: { id: string; freshAt: Date } | null
  rights: Rights
  level: Level
  scope: Scope
  /** Somebody who has something to do first may run these operations alone, by their names. */
  confined?: { to: readonly string[]; because: StewardError }
}

/** Who stands in the log. */
export type Person = Pick<Actor, 'id' | 'name' | 'email' | 'key'>

/** Makes ids (`con_…`, sortable by time) and random text. */
export type Ids = {
  make(prefix: string): string
  /** `length` characters of 0-9A-Za-z, from the system's secure random source. */
  token(length: number): string
  /** `length` decimal digits. */
  digits(length: number): string
  /** `length` random bytes, from a pool: a system call per event costs twenty times as much. */
  bytes(length: number): Buffer
}

/** Seals what must be read again; needs the organisation's secret key and says so if it lacks it. */
export type Vault = {
  /** A keyed digest, for what is too short to be safe behind a plain one: codes of six digits. */
  digest(text: string): string
  seal(text: string): string
  open(sealed: string): string
}

export type OutgoingMessage = {
  channel: 'email' | 'sms'
  recipient: string
  template: string
  data: Record<string, unknown>
  /** Codes, links and passwords: sealed at rest, masked everywhere, erased once sent. */
  secret?: Record<string, string>
  /** Past this it expires instead of leaving. */
  notAfter: Date
  /** The record it is about, by id. */
  subject: string
}

export type Outbox = { send(message: OutgoingMessage): Promise<void> }

/** One transaction, as far as the runner is concerned. Its handle throws once it has ended. */
export type Transaction = {
  /** Whose records can be reached, and where what is made goes: see `Scope`. */
  readonly scope: Scope
  /** Starts as somebody: what was at hand before is not any more. */
  enter(scope: Scope): void
  /** Appends to the provider's log; the head is locked from here to the commit. */
  record(entries: Entry[]): Promise<Recorded[]>
  /** Takes the key for this call, or answers what stands under it; waits for a call under way. */
  claim(claim: IdempotencyClaim): Promise<IdempotencyRecord | null>
  /** What stands under the key already; takes nothing. */
  answered(claim: IdempotencyClaim): Promise<IdempotencyRecord | null>
  /** Keeps the answer under the key claimed before. */
  settle(claim: IdempotencyClaim, answer: unknown): Promise<void>
  /** Gives the key back: what was claimed under it came to nothing. */
  free(claim: IdempotencyClaim): Promise<void>
  /** The runs of this provider. */
  readonly runs: RunShelf
  /** Holds back what `part` writes, and writes it together when it ends. Throws `NotTogether` where
   * the part can only be run write by write; the transaction is lost then. */
  together<T>(part: () => Promise<T>): Promise<T>
  /** A part that can fail alone. */
  savepoint<T>(part: () => Promise<T>): Promise<T>
  /** Counts what has been written, or may have been: where it stands still, nothing has. */
  readonly writes: number
  /** Records that were fetched in order to be changed. */
  readonly touched: readonly Subject[]
  /** Hands over what was captured so far and starts from nothing: the next row of a bulk run. */
  takeCaptured(): Captured
}

/** Writes that were held back can't be written together: something asked the database about them, or
 * they are right only one after the other. */
export class NotTogether extends Error {}

/** What a transaction noted while an operation ran. Messages are masked. */
export type Captured = {
  changes: ChangeSet
  touched: readonly Subject[]
  messages: readonly Record<string, unknown>[]
  note: Record<string, unknown> | null
}

export type IdempotencyClaim = {
  /** Unique by provider, person and key. */
  provider: number
  person: string
  key: string
  operation: string
  now: Date
  /** Digest of the input under the salt of a record that stands already, or of a new one. */
  digest(salt: string): string
  salt: string
}

export type IdempotencyRecord = {
  operation: string
  digest: string
  salt: string
  answer: unknown
}

export type World<Tx = unknown> = {
  store: Tx
  now: Date
  ids: Ids
  actor: Actor
  outbox: Outbox
  vault: Vault
}

/** What `prepare` may use: reads, the outside world, and what `attempt` answered. */
export type Prepared<W extends World, G, T> = {
  read<R>(query: (store: W['store']) => Promise<R>): Promise<R>
  gateways: G
  now: Date
  ids: Ids
  actor: Actor
  vault: Vault
  dryRun: boolean
  attempted: T
}

/** Where a call came from; recorded with every event. */
export type Origin = { channel: 'console' | 'api' | 'worker'; host: string; version: string }

export type Call = {
  credential: Credential
  origin: Origin
  dryRun?: boolean
  idempotencyKey?: string
  /** The audit's reason, where the operation has none of its own. */
  reason?: string
  approval?: string
  /** The run that it is a part of: the runner says so. */
  run?: string
  /** The provider to stay within, of all that the caller reaches: its reference or id. */
  provider?: string
}

/** What a caller shows to be let in. */
export type Credential =
  | { kind: 'none' }
  /** `address` is where it was shown from; absent: in this process. */
  | { kind: 'apiKey'; key: string; address?: string }
  | { kind: 'session'; token: string }
  | { kind: 'system'; name: string; onBehalfOf?: Person }

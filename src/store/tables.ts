/** The kernel's own tables: the log, idempotency keys, runs and the outbox. */
import { and, eq, sql } from 'drizzle-orm'
import type { RunState, Target } from '../kernel/run.ts'
import { plainTable, tableSpec } from './table.ts'

/** One row per event. What can be searched stands in columns, all covered by the leaf; `detail` can
 * be erased (with its salt), and `digest` goes on proving that it was there. */
export const eventsTable = plainTable('events', d =>
  d.table(
    'events',
    {
      provider: d.integer('provider').notNull(),
      sequence: d.integer('sequence').notNull(),
      id: d.text('id').notNull(),
      type: d.text('type').notNull(),
      at: d.instant('at').notNull(),
      status: d.text('status').notNull(),
      actor: d.text('actor').notNull(),
      apiKey: d.text('api_key'),
      impersonator: d.text('impersonator'),
      approval: d.text('approval'),
      subject: d.text('subject'),
      /** Further subjects, a JSON array; also in event_subjects, one row each, to be found by. */
      others: d.text('others'),
      digest: d.text('digest').notNull(),
      salt: d.text('salt'),
      detail: d.text('detail'),
      /** Hash of the leaf, then of each interior node that this leaf completes (32 bytes each), so
       * that any proof reads a few rows and a forged row contradicts its neighbours. */
      nodes: d.bytes('nodes').notNull(),
    },
    t => [
      d.primaryKey({ columns: [t.provider, t.sequence] }),
      d.uniqueIndex('events_id').on(t.provider, t.id),
      d.index('events_subject').on(t.provider, t.subject, t.sequence),
      d.index('events_type').on(t.provider, t.type, t.sequence),
      d.index('events_actor').on(t.provider, t.actor, t.sequence),
    ],
  ),
)

export const eventSubjectsTable = plainTable('events', d =>
  d.table(
    'event_subjects',
    {
      provider: d.integer('provider').notNull(),
      subject: d.text('subject').notNull(),
      sequence: d.integer('sequence').notNull(),
    },
    t => [d.primaryKey({ columns: [t.provider, t.subject, t.sequence] })],
  ),
)

/** Which accounts each account lies beneath, itself included at depth 0: written when an account is
 * made or moved, so that whether one is within reach is a look-up and not a walk. */
export const accountTreeTable = plainTable('accounts', d =>
  d.table(
    'account_tree',
    {
      provider: d.integer('provider').notNull(),
      account: d.integer('account').notNull(),
      ancestor: d.integer('ancestor').notNull(),
      depth: d.integer('depth').notNull(),
    },
    t => [
      d.primaryKey({ columns: [t.provider, t.account, t.ancestor] }),
      d.index('account_tree_ancestor').on(t.provider, t.ancestor, t.depth, t.account),
      // Without it SQLite, which has no statistics, goes through all of a provider's tree by the other.
      d.index('account_tree_line').on(t.provider, t.account, t.depth, t.ancestor),
    ],
  ),
)

/** The accounts that somebody was granted, a person or a key by its id, and with each all beneath it;
 * `itself` says whether the account is meant too, or what lies beneath it alone. */
export const accountGrantsTable = plainTable('accounts', d =>
  d.table(
    'account_grants',
    {
      provider: d.integer('provider').notNull(),
      holder: d.text('holder').notNull(),
      account: d.integer('account').notNull(),
      itself: d.flag('itself').notNull(),
    },
    t => [
      d.primaryKey({ columns: [t.provider, t.holder, t.account] }),
      d.index('account_grants_account').on(t.provider, t.account),
    ],
  ),
)

/** The head of each provider's log: how many events, and the peaks of its Merkle tree. */
export const logsTable = plainTable('events', d =>
  d.table('logs', {
    provider: d.integer('provider').primaryKey(),
    size: d.integer('size').notNull(),
    peaks: d.bytes('peaks').notNull(),
    root: d.text('root').notNull(),
  }),
)

/** What is left of an event that was sealed into a file: its hashes, by which whatever was signed or
 * proven of the log still holds. */
export const archivedEventsTable = plainTable('events', d =>
  d.table(
    'archived_events',
    {
      provider: d.integer('provider').notNull(),
      sequence: d.integer('sequence').notNull(),
      nodes: d.bytes('nodes').notNull(),
    },
    t => [d.primaryKey({ columns: [t.provider, t.sequence] })],
  ),
)

/** The files that the oldest events were sealed into, one after the other without a gap. */
export const archivesTable = plainTable('events', d =>
  d.table(
    'event_archives',
    {
      provider: d.integer('provider').notNull(),
      first: d.integer('first').notNull(),
      last: d.integer('last').notNull(),
      /** The times of its first and last event. */
      begins: d.instant('begins').notNull(),
      ends: d.instant('ends').notNull(),
      /** What the checkpoint in it says: the log's size when it was written, and its root (hex). */
      size: d.integer('size').notNull(),
      root: d.text('root').notNull(),
      /** Its name without the folder, and its SHA-256 in hex. */
      file: d.text('file').notNull(),
      sha256: d.text('sha256').notNull(),
      archivedAt: d.instant('archived_at').notNull(),
      /** All of this but the last, as a note signed by the organisation's key. */
      seal: d.text('seal').notNull().default(''),
    },
    t => [d.primaryKey({ columns: [t.provider, t.first] })],
  ),
)

export const idempotencyTable = plainTable('idempotency', d =>
  d.table(
    'idempotency',
    {
      provider: d.integer('provider').notNull(),
      person: d.text('person').notNull(),
      idempotencyKey: d.text('idempotency_key').notNull(),
      operation: d.text('operation').notNull(),
      digest: d.text('digest').notNull(),
      salt: d.text('salt').notNull(),
      answer: d.text('answer'),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
    },
    t => [
      d.primaryKey({ columns: [t.provider, t.person, t.idempotencyKey] }),
      d.index('idempotency_expiry').on(t.expiresAt),
    ],
  ),
)

/** One write over many records, and how far it is. What it asks of each is kept until it is done. It
 * names what whoever began it could reach, so it is there for those alone who reach as much. */
export const runsTable = tableSpec({
  topic: 'runs',
  prefix: null,
  within: 'providers',
  besides: ({ scope, expressions }, t) =>
    and(
      scope.every ? undefined : eq(t.everyProvider, false),
      ...scope.bounds.map(holder => expressions.hasMember(t.bounds, holder)),
    ),
  marks: {},
  describe: () => ({ name: null, email: null }),
  build: d =>
    d.table(
      'runs',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        operation: d.text('operation').notNull(),
        state: d.text('state').$type<RunState>().notNull(),
        /** Who began it, and who went on with it last. */
        person: d.text('person').notNull(),
        lastPerson: d.text('last_person').notNull(),
        input: d.json<Record<string, unknown>>('input'),
        reason: d.text('reason'),
        filter: d.text('filter'),
        /** How many records it is about; null where only the end of a file will tell. */
        matched: d.integer('matched'),
        /** Rows behind it, and the digest of what they were read from. */
        position: d.integer('position').notNull(),
        digest: d.text('digest'),
        succeeded: d.integer('succeeded').notNull(),
        skipped: d.integer('skipped').notNull(),
        failed: d.integer('failed').notNull(),
        /** Finer counts, by names of its own: an import's created and updated. */
        tally: d.json<Record<string, number>>('tally').notNull(),
        /** Its first and last event in each log, by the id of the provider whose log it is. */
        logs: d.json<Record<string, [first: number, last: number]>>('logs').notNull().default({}),
        /** The reach of whoever began it: all providers, and those whose grants bound it. */
        everyProvider: d.flag('every_provider').notNull().default(false),
        bounds: d.json<readonly string[]>('bounds').notNull().default([]),
        createdAt: d.instant('created_at').notNull(),
        updatedAt: d.instant('updated_at').notNull(),
      },
      t => [d.uniqueIndex('runs_id').on(t.provider, t.id)],
    ),
})

/** The records that a run is about, in blocks: fixed when it begins, gone when it is done. */
export const runTargetsTable = plainTable(
  'runs',
  d =>
    d.table(
      'run_targets',
      {
        provider: d.integer('provider').notNull(),
        run: d.integer('run').notNull(),
        /** The place of the block's first target. */
        place: d.integer('place').notNull(),
        targets: d.json<Target[]>('targets').notNull(),
      },
      t => [d.primaryKey({ columns: [t.provider, t.run, t.place] })],
    ),
  'providers',
)

export type MessageStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'expired' | 'held'

/** What leaves the process, written in the transaction that causes it and delivered later. */
export const outboxTable = tableSpec({
  topic: 'messages',
  prefix: 'msg',
  build: d =>
    d.table(
      'outbox',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        account: d.integer('account'),
        channel: d.text('channel').$type<'email' | 'sms'>().notNull(),
        recipient: d.text('recipient').notNull(),
        template: d.text('template').notNull(),
        data: d.json<Record<string, unknown>>('data').notNull(),
        /** Names of the sealed members, so that a list can show them masked. */
        secrets: d.json<string[]>('secrets').notNull(),
        sealed: d.text('sealed'),
        subject: d.text('subject').notNull(),
        status: d.text('status').$type<MessageStatus>().notNull(),
        attempts: d.integer('attempts').notNull(),
        lastError: d.text('last_error'),
        lease: d.text('lease'),
        leaseUntil: d.instant('lease_until'),
        notAfter: d.instant('not_after').notNull(),
        createdAt: d.instant('created_at').notNull(),
        sentAt: d.instant('sent_at'),
      },
      t => [
        d.uniqueIndex('outbox_id').on(t.provider, t.id),
        d.index('outbox_subject').on(t.provider, t.subject, t.key),
        d.index('outbox_due').on(t.createdAt).where(sql`status in ('queued', 'sending')`),
      ],
    ),
  marks: { key: 'derived', provider: 'derived', sealed: 'secret' },
  describe: row => ({ name: row.template, email: row.recipient }),
})

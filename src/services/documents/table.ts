import { sql } from 'drizzle-orm'
import { plainTable, tableSpec } from '../../store/table.ts'
import { ofReached } from '../consumers/table.ts'
import type { Kind, Problem, Side, Status } from './rules.ts'

/** What people prove who they are with. The content lies in a file outside, encrypted. */
export const documentsTable = tableSpec({
  within: (tx, t) => ofReached(tx, t),
  topic: 'documents',
  prefix: 'doc',
  build: d =>
    d.table(
      'documents',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        consumer: d.integer('consumer').notNull(),
        kind: d.text('kind').$type<Kind>().notNull(),
        side: d.text('side').$type<Side>(),
        number: d.text('number'),
        country: d.text('country'),
        /** The beginning of a UTC day each; it holds until the end of the last one. */
        issuedOn: d.instant('issued_on'),
        expiresOn: d.instant('expires_on'),
        status: d.text('status').$type<Status>().notNull(),
        problems: d.json<Problem[]>('problems').notNull(),
        reason: d.text('reason'),
        note: d.text('note'),
        decidedAt: d.instant('decided_at'),
        decidedBy: d.text('decided_by'),
        decidedByName: d.text('decided_by_name'),
        /** What the content is, how long, and its SHA-256 in hex. */
        mediaType: d.text('media_type').notNull(),
        bytes: d.integer('bytes').notNull(),
        sha256: d.text('sha256').notNull(),
        /** The name of its file, and the half of the file's key that goes when the row goes. */
        file: d.text('file').notNull(),
        salt: d.text('salt').notNull(),
        /** The last reminder sent, as days before the end. */
        reminded: d.integer('reminded'),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [
        d.uniqueIndex('documents_id').on(t.provider, t.id),
        d.index('documents_file').on(t.file),
        d.index('documents_content').on(t.provider, t.sha256),
        d.index('documents_consumer').on(t.provider, t.consumer, t.key),
        d.index('documents_created').on(t.provider, t.createdAt, t.key),
        d
          .index('documents_waiting')
          .on(t.provider, t.createdAt, t.consumer)
          .where(sql`status = 'waiting'`),
        d.index('documents_expiry').on(t.provider, t.expiresOn).where(sql`status = 'accepted'`),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    consumer: 'derived',
    file: 'derived',
    salt: 'derived',
    reminded: 'derived',
  },
  describe: row => ({ name: row.side ? `${row.kind} (${row.side})` : row.kind, email: null }),
})

/** Who is reviewing whom right now: a lease that runs out, so that nobody waits for ever. */
export const reviewClaimsTable = plainTable(
  'consumers',
  d =>
    d.table(
      'review_claims',
      {
        key: d.rowKey(),
        provider: d.integer('provider').notNull(),
        consumer: d.integer('consumer').notNull(),
        person: d.text('person').notNull(),
        personName: d.text('person_name'),
        claimedAt: d.instant('claimed_at').notNull(),
        leaseUntil: d.instant('lease_until').notNull(),
      },
      t => [d.uniqueIndex('review_claims_consumer').on(t.provider, t.consumer)],
    ),
  'providers',
)

/** Files whose documents were erased, from the erasure until they are removed: a list of its own, since
 * a file that no document here has may be one of a copy of this database. */
export const documentFilesLeftTable = plainTable(
  'consumers',
  d =>
    d.table(
      'document_files_left',
      {
        key: d.rowKey(),
        provider: d.integer('provider').notNull(),
        file: d.text('file').notNull(),
        at: d.instant('at').notNull(),
      },
      t => [d.uniqueIndex('document_files_left_file').on(t.provider, t.file)],
    ),
  'providers',
)

import { type SQL, sql } from 'drizzle-orm'
import { accountReached } from '../../store/scope.ts'
import { plainTable, tableSpec } from '../../store/table.ts'
import type { Tx } from '../../store/transaction.ts'
import type { Source, Status, SuspensionKind } from './rules.ts'

export const consumersTable = tableSpec({
  topic: 'consumers',
  prefix: 'con',
  build: d =>
    d.table(
      'consumers',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        account: d.integer('account'),
        status: d.text('status').$type<Status>().notNull(),
        statusReason: d.text('status_reason'),
        statusKind: d.text('status_kind').$type<SuspensionKind>(),
        /** A suspension is over by itself from here on; nothing is written when it is. */
        suspendedUntil: d.instant('suspended_until'),
        /** What a suspension, and what a deletion, gives back. */
        suspendedFrom: d.text('suspended_from').$type<Status>(),
        deletedFrom: d.text('deleted_from').$type<Status>(),
        /** The id of whom a merge put this record into. */
        mergedInto: d.text('merged_into'),
        /** Since when nothing is known of this person any more. */
        erasedAt: d.instant('erased_at'),
        name: d.text('name').notNull(),
        firstName: d.text('first_name'),
        lastName: d.text('last_name'),
        company: d.text('company'),
        industry: d.text('industry'),
        email: d.text('email'),
        emailKey: d.text('email_key'),
        emailVerifiedAt: d.instant('email_verified_at'),
        phone: d.text('phone'),
        phoneVerifiedAt: d.instant('phone_verified_at'),
        country: d.text('country'),
        language: d.text('language'),
        externalId: d.text('external_id'),
        source: d.text('source').$type<Source>().notNull(),
        tags: d.json<string[]>('tags').notNull(),
        projectLimit: d.integer('project_limit'),
        twoFactor: d.flag('two_factor').notNull(),
        passwordHash: d.text('password_hash'),
        /** A password made by us: to be changed at the first sign-in, and void after this. */
        passwordExpiresAt: d.instant('password_expires_at'),
        lastSignInAt: d.instant('last_sign_in_at'),
        /** What their wallet holds, in the smallest unit of credits; written by the ledger alone. */
        creditBalance: d.integer('credit_balance').notNull().default(0),
        createdAt: d.instant('created_at').notNull(),
        sortName: d.text('sort_name').notNull(),
        searchText: d.text('search_text').notNull(),
      },
      t => [
        d.uniqueIndex('consumers_id').on(t.provider, t.id),
        d.uniqueIndex('consumers_email').on(t.provider, t.emailKey).where(sql`status <> 'deleted'`),
        d.uniqueIndex('consumers_phone').on(t.provider, t.phone).where(sql`status <> 'deleted'`),
        d
          .uniqueIndex('consumers_external_id')
          .on(t.provider, t.externalId)
          .where(sql`status <> 'deleted'`),
        d
          .index('consumers_merged_into')
          .on(t.provider, t.mergedInto)
          .where(sql`merged_into is not null`),
        d
          .index('consumers_account')
          .on(t.provider, t.account, t.createdAt, t.key)
          .where(sql`account is not null`),
        d.index('consumers_created').on(t.provider, t.createdAt, t.key),
        d.index('consumers_name').on(t.provider, t.sortName, t.key),
        d.index('consumers_status').on(t.provider, t.status, t.createdAt, t.key),
        d.index('consumers_country').on(t.provider, t.country),
        // The few whose suspension may have run out.
        d
          .index('consumers_suspended_until')
          .on(t.provider, t.suspendedUntil)
          .where(sql`suspended_until is not null`),
        d.index('consumers_credit_balance').on(t.provider, t.creditBalance, t.key),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    account: 'derived',
    emailKey: 'derived',
    creditBalance: 'derived',
    sortName: 'derived',
    searchText: 'derived',
    passwordHash: 'secret',
  },
  describe: row => ({ name: row.name, email: row.email }),
})

/** That the consumer of a row belongs to an account within reach. */
export const ofReached = (tx: Tx, row: { provider: unknown; consumer: unknown }): SQL => {
  const { provider, key, account } = tx.table(consumersTable)
  const theirs = sql`${provider} = ${row.provider} and ${key} = ${row.consumer}`
  return sql`exists (select 1 from ${tx.table(consumersTable)}
    where ${theirs} and ${accountReached(tx, provider, account)})`
}

/** What the team writes down about a person; never shown to them. */
export const consumerNotesTable = tableSpec({
  topic: 'consumers',
  prefix: 'not',
  within: (tx, t) => ofReached(tx, t),
  build: d =>
    d.table(
      'consumer_notes',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        consumer: d.integer('consumer').notNull(),
        text: d.text('text').notNull(),
        author: d.text('author').notNull(),
        authorName: d.text('author_name'),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [d.index('consumer_notes_consumer').on(t.provider, t.consumer, t.key)],
    ),
  marks: { key: 'derived', provider: 'derived', consumer: 'derived' },
  describe: () => ({ name: 'note', email: null }),
})

/** One-use links and codes to set a new password, by their digest. */
export const passwordResetsTable = plainTable('consumers', d =>
  d.table(
    'password_resets',
    {
      key: d.rowKey(),
      provider: d.integer('provider').notNull(),
      consumer: d.integer('consumer').notNull(),
      kind: d.text('kind').$type<'link' | 'code'>().notNull(),
      digest: d.text('digest').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      usedAt: d.instant('used_at'),
    },
    t => [
      d.index('password_resets_consumer').on(t.provider, t.consumer),
      d.index('password_resets_digest').on(t.provider, t.digest),
    ],
  ),
)

import { eq, or, type SQL, sql } from 'drizzle-orm'
import { holderReached } from '../../store/scope.ts'
import { plainTable, tableSpec } from '../../store/table.ts'

/** Invited: has still to set a password. Locked: until somebody unlocks them. Deleted: kept for what the
 * log says of them. */
export type Status = 'invited' | 'active' | 'disabled' | 'locked' | 'deleted'

const living = sql`status <> 'deleted'`

/** Supervisors: the people of the back office. */
export const supervisorsTable = tableSpec({
  topic: 'team',
  prefix: 'sup',
  // Whoever reaches some accounts sees themself, and those who reach no more than they do.
  // Through a key that reaches less, what they were granted themself is beyond reach.
  within: (tx, t) => or(eq(t.id, tx.scope.bounds.at(-1)!), holderReached(tx, t)) as SQL,
  build: d =>
    d.table(
      'supervisors',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        name: d.text('name').notNull(),
        firstName: d.text('first_name'),
        lastName: d.text('last_name'),
        country: d.text('country'),
        /** R1.9: name, registration number, address lines, postal code, city, state, country. */
        company: d.json<Record<string, string> | null>('company'),
        email: d.text('email').notNull(),
        emailKey: d.text('email_key').notNull(),
        userName: d.text('user_name').notNull(),
        userNameKey: d.text('user_name_key').notNull(),
        phone: d.text('phone'),
        /** A base role by its name, or a role of the provider's own by its id. */
        role: d.text('role').notNull(),
        status: d.text('status').$type<Status>().notNull(),
        /** Reaches every provider, those still to come too; only of the default one's people. */
        everyProvider: d.flag('every_provider').notNull().default(false),
        /** All accounts of the provider, those still to come too, or those granted: account_grants. */
        accounts: d.text('accounts').$type<'all' | 'some'>().notNull().default('all'),
        /** Of one account, all that lie beneath it or those granted; null where whole accounts are. */
        subAccounts: d.text('sub_accounts').$type<'all' | 'some'>(),
        /** Nothing but enrolling a second factor until there is one. */
        twoFactorRequired: d.flag('two_factor_required').notNull().default(false),
        passwordHash: d.text('password_hash'),
        /** A password made by us: to be changed at the first sign-in, and void after this. */
        passwordExpiresAt: d.instant('password_expires_at'),
        passwordChangedAt: d.instant('password_changed_at'),
        emailVerifiedAt: d.instant('email_verified_at'),
        phoneVerifiedAt: d.instant('phone_verified_at'),
        lastSignInAt: d.instant('last_sign_in_at'),
        invitedBy: d.text('invited_by'),
        disabledAt: d.instant('disabled_at'),
        lockedAt: d.instant('locked_at'),
        createdAt: d.instant('created_at').notNull(),
        sortName: d.text('sort_name').notNull().default(''),
        searchText: d.text('search_text').notNull().default(''),
      },
      t => [
        d.uniqueIndex('supervisors_id').on(t.provider, t.id),
        d.uniqueIndex('supervisors_email').on(t.provider, t.emailKey).where(living),
        d.uniqueIndex('supervisors_user_name').on(t.provider, t.userNameKey).where(living),
        d.index('supervisors_created').on(t.provider, t.createdAt, t.key),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    emailKey: 'derived',
    userNameKey: 'derived',
    passwordHash: 'secret',
    sortName: 'derived',
    searchText: 'derived',
  },
  describe: row => ({ name: row.name, email: row.email }),
})

/** One-use links by which somebody invited sets their password, by the link's digest. */
export const invitationsTable = plainTable('team', d =>
  d.table(
    'invitations',
    {
      key: d.rowKey(),
      provider: d.integer('provider').notNull(),
      supervisor: d.integer('supervisor').notNull(),
      digest: d.text('digest').notNull(),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      usedAt: d.instant('used_at'),
    },
    t => [
      d.index('invitations_supervisor').on(t.provider, t.supervisor),
      d.index('invitations_digest').on(t.provider, t.digest),
    ],
  ),
)

import { tableSpec } from '../../store/table.ts'

/** Supervisors: the people of the back office. */
export const supervisorsTable = tableSpec({
  topic: 'team',
  prefix: 'sup',
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
        role: d.text('role').notNull(),
        status: d.text('status').notNull(),
        passwordHash: d.text('password_hash'),
        passwordChangedAt: d.instant('password_changed_at'),
        emailVerifiedAt: d.instant('email_verified_at'),
        phoneVerifiedAt: d.instant('phone_verified_at'),
        lastSignInAt: d.instant('last_sign_in_at'),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [
        d.uniqueIndex('supervisors_id').on(t.provider, t.id),
        d.uniqueIndex('supervisors_email').on(t.provider, t.emailKey),
        d.uniqueIndex('supervisors_user_name').on(t.provider, t.userNameKey),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    emailKey: 'derived',
    userNameKey: 'derived',
    passwordHash: 'secret',
  },
  describe: row => ({ name: row.name, email: row.email }),
})

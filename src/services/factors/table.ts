import { plainTable, tableSpec } from '../../store/table.ts'

/** Authenticator apps of supervisors. One counts only once a code from it was confirmed. */
export const factorsTable = tableSpec({
  within: 'providers',
  topic: 'factors',
  prefix: 'fac',
  build: d =>
    d.table(
      'factors',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        supervisor: d.integer('supervisor').notNull(),
        sealed: d.text('sealed').notNull(),
        confirmedAt: d.instant('confirmed_at'),
        /** The 30 s step of the last code taken: no code counts twice. */
        lastStep: d.integer('last_step').notNull(),
        createdAt: d.instant('created_at').notNull(),
      },
      t => [
        d.uniqueIndex('factors_id').on(t.provider, t.id),
        d.index('factors_supervisor').on(t.provider, t.supervisor),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    supervisor: 'derived',
    sealed: 'secret',
    lastStep: 'derived',
  },
  describe: () => ({ name: 'authenticator app', email: null }),
})

/** One-use codes for the day the phone is lost, by their digest. */
export const recoveryCodesTable = plainTable('factors', d =>
  d.table(
    'recovery_codes',
    {
      key: d.rowKey(),
      provider: d.integer('provider').notNull(),
      supervisor: d.integer('supervisor').notNull(),
      digest: d.text('digest').notNull(),
      usedAt: d.instant('used_at'),
    },
    t => [d.uniqueIndex('recovery_codes_digest').on(t.provider, t.supervisor, t.digest)],
  ),
)

export type CodePurpose = 'sign-in' | 'email' | 'phone' | 'forgot'

/** Codes sent by email or SMS, by their digest. */
export const sentCodesTable = plainTable('factors', d =>
  d.table(
    'sent_codes',
    {
      key: d.rowKey(),
      provider: d.integer('provider').notNull(),
      supervisor: d.integer('supervisor').notNull(),
      purpose: d.text('purpose').$type<CodePurpose>().notNull(),
      /** The address that whoever has the code can read. */
      target: d.text('target').notNull(),
      digest: d.text('digest').notNull(),
      createdAt: d.instant('created_at').notNull(),
      expiresAt: d.instant('expires_at').notNull(),
      usedAt: d.instant('used_at'),
    },
    t => [d.index('sent_codes_supervisor').on(t.provider, t.supervisor, t.purpose, t.createdAt)],
  ),
)

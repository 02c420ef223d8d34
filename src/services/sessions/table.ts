import { type RowOf, tableSpec } from '../../store/table.ts'

/** Sign-ins of supervisors. The token is kept as its digest only. */
export const sessionsTable = tableSpec({
  within: 'providers',
  topic: 'sessions',
  prefix: 'ses',
  build: d =>
    d.table(
      'sessions',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        supervisor: d.integer('supervisor').notNull(),
        digest: d.text('digest').notNull(),
        /** What it was made on, as the person would recognise it. */
        device: d.text('device').notNull(),
        host: d.text('host').notNull(),
        address: d.text('address'),
        createdAt: d.instant('created_at').notNull(),
        lastSeenAt: d.instant('last_seen_at').notNull(),
        /** Over from here on, however busy it is. */
        expiresAt: d.instant('expires_at').notNull(),
        /** When the last factor was proven: sensitive work asks for a recent one. */
        freshAt: d.instant('fresh_at').notNull(),
        endedAt: d.instant('ended_at'),
      },
      t => [
        d.uniqueIndex('sessions_id').on(t.provider, t.id),
        d.uniqueIndex('sessions_digest').on(t.digest),
        d.index('sessions_supervisor').on(t.provider, t.supervisor, t.createdAt),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    supervisor: 'derived',
    digest: 'secret',
    lastSeenAt: 'derived',
    freshAt: 'derived',
  },
  describe: row => ({ name: row.device, email: null }),
})

export type SessionRow = RowOf<typeof sessionsTable>

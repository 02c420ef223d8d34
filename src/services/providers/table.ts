import { sql } from 'drizzle-orm'
import { plainTable } from '../../store/table.ts'

/** The tenants. A small organisation has one, the default, and never sees it. */
export const providersTable = plainTable('providers', d =>
  d.table(
    'providers',
    {
      key: d.rowKey(),
      id: d.text('id').notNull(),
      reference: d.text('reference').notNull(),
      name: d.text('name').notNull(),
      isDefault: d.flag('is_default').notNull(),
      /** A deleted one is kept for its log alone. */
      status: d.text('status').$type<'active' | 'disabled' | 'deleted'>().notNull(),
      statusReason: d.text('status_reason'),
      email: d.text('email'),
      country: d.text('country'),
      disabledAt: d.instant('disabled_at'),
      deletedAt: d.instant('deleted_at'),
      createdAt: d.instant('created_at').notNull(),
    },
    t => [
      d.uniqueIndex('providers_id').on(t.id),
      d.uniqueIndex('providers_reference').on(t.reference).where(sql`status <> 'deleted'`),
    ],
  ),
)

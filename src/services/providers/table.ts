import { sql } from 'drizzle-orm'
import { tableSpec } from '../../store/table.ts'
import type { Status } from './rules.ts'

/** The tenants. A small organisation has one, the default, and never sees it. */
export const providersTable = tableSpec({
  topic: 'providers',
  prefix: 'prv',
  within: 'itself',
  build: d =>
    d.table(
      'providers',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        reference: d.text('reference').notNull(),
        name: d.text('name').notNull(),
        isDefault: d.flag('is_default').notNull(),
        /** A deleted one is kept for its log alone. */
        status: d.text('status').$type<Status>().notNull(),
        statusReason: d.text('status_reason'),
        email: d.text('email'),
        country: d.text('country'),
        disabledAt: d.instant('disabled_at'),
        deletedAt: d.instant('deleted_at'),
        createdAt: d.instant('created_at').notNull(),
        sortName: d.text('sort_name').notNull().default(''),
        searchText: d.text('search_text').notNull().default(''),
      },
      t => [
        d.uniqueIndex('providers_id').on(t.id),
        d.uniqueIndex('providers_reference').on(t.reference).where(sql`status <> 'deleted'`),
      ],
    ),
  marks: { key: 'derived', sortName: 'derived', searchText: 'derived' },
  describe: row => ({ name: row.name, email: row.email }),
})

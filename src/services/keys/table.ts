import { sql } from 'drizzle-orm'
import { tableSpec } from '../../store/table.ts'

export const keysTable = tableSpec({
  topic: 'keys',
  prefix: 'key',
  build: d =>
    d.table(
      'api_keys',
      {
        key: d.rowKey(),
        id: d.text('id').notNull(),
        provider: d.integer('provider').notNull(),
        name: d.text('name').notNull(),
        /** SHA-256 of the whole key, in hex: enough, since a key is random and long. */
        hash: d.text('hash').notNull(),
        preview: d.text('preview').notNull(),
        status: d.text('status').$type<'active' | 'revoked'>().notNull(),
        createdBy: d.text('created_by').notNull(),
        createdAt: d.instant('created_at').notNull(),
        lastUsedAt: d.instant('last_used_at'),
        revokedAt: d.instant('revoked_at'),
      },
      t => [
        d.uniqueIndex('api_keys_id').on(t.provider, t.id),
        d.uniqueIndex('api_keys_hash').on(t.hash),
        d.uniqueIndex('api_keys_name').on(t.provider, t.name).where(sql`status = 'active'`),
      ],
    ),
  marks: { key: 'derived', provider: 'derived', hash: 'secret', lastUsedAt: 'derived' },
  describe: row => ({ name: row.name, email: null }),
})

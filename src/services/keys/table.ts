import { eq, or, type SQL, sql } from 'drizzle-orm'
import { holderReached } from '../../store/scope.ts'
import { tableSpec } from '../../store/table.ts'

export const keysTable = tableSpec({
  topic: 'keys',
  prefix: 'key',
  // Whoever reaches some accounts sees their own keys, and those that reach no more than they do. Through
  // a key that reaches less, that one is their own.
  within: (tx, t) => {
    const last = tx.scope.bounds.at(-1)!
    return or(eq(t.createdBy, last), eq(t.id, last), holderReached(tx, t)) as SQL
  },
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
        status: d.text('status').$type<'active' | 'suspended' | 'revoked'>().notNull(),
        /** What it is narrowed to, of what its creator may: a role, permissions, or both. */
        role: d.text('role'),
        permissions: d.json<string[] | null>('permissions'),
        everyProvider: d.flag('every_provider').notNull().default(false),
        accounts: d.text('accounts').$type<'all' | 'some'>().notNull().default('all'),
        subAccounts: d.text('sub_accounts').$type<'all' | 'some'>(),
        /** The networks it may be used from, as CIDR; none: from anywhere. */
        addresses: d.json<string[] | null>('addresses'),
        expiresAt: d.instant('expires_at'),
        /** The key before this one, which works until then. */
        previousHash: d.text('previous_hash'),
        previousUntil: d.instant('previous_until'),
        rotatedAt: d.instant('rotated_at'),
        suspendedAt: d.instant('suspended_at'),
        createdBy: d.text('created_by').notNull(),
        /** The key by which its creator made it, by id. */
        madeBy: d.text('made_by'),
        createdAt: d.instant('created_at').notNull(),
        lastUsedAt: d.instant('last_used_at'),
        revokedAt: d.instant('revoked_at'),
      },
      t => [
        d.uniqueIndex('api_keys_id').on(t.provider, t.id),
        d.uniqueIndex('api_keys_hash').on(t.hash),
        d.index('api_keys_previous_hash').on(t.previousHash),
        d.uniqueIndex('api_keys_name').on(t.provider, t.name).where(sql`status <> 'revoked'`),
        d.index('api_keys_created_by').on(t.provider, t.createdBy),
      ],
    ),
  marks: {
    key: 'derived',
    provider: 'derived',
    hash: 'secret',
    previousHash: 'derived',
    lastUsedAt: 'derived',
  },
  describe: row => ({ name: row.name, email: null }),
})

import { plainTable } from '../../store/table.ts'

/** One row: whose database this is. */
export const organizationsTable = plainTable('organization', d =>
  d.table('organizations', {
    key: d.rowKey(),
    id: d.text('id').notNull(),
    name: d.text('name').notNull(),
    /** Which secret key belongs to it; the key itself is never in the database. */
    secretKeyId: d.text('secret_key_id').notNull(),
    /** Verifies the log's checkpoints (Ed25519, 32 bytes in hex). */
    logPublicKey: d.text('log_public_key').notNull(),
    cursorKey: d.text('cursor_key').notNull(),
    createdAt: d.instant('created_at').notNull(),
  }),
)

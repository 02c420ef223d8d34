/** A key as it is shown: never the key. */
import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import type { keysTable } from './table.ts'

export const Key = z.object({
  id: z.string(),
  name: z.string(),
  preview: z.string(),
  status: z.enum(['active', 'suspended', 'revoked']),
  createdBy: z.string(),
  createdAt: z.string(),
  lastUsedAt: z.nullable(z.string()),
  revokedAt: z.nullable(z.string()),
})

export type Key = z.infer<typeof Key>

export const keyRecord = (row: RowOf<typeof keysTable>): Key => ({
  id: row.id,
  name: row.name,
  preview: row.preview,
  status: row.status,
  createdBy: row.createdBy,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
})

import * as z from 'zod/mini'
import type { SessionRow } from './table.ts'

export const Session = z.object({
  id: z.string(),
  current: z.boolean(),
  device: z.string(),
  host: z.string(),
  createdAt: z.string(),
  lastSeenAt: z.string(),
  expiresAt: z.string(),
  endedAt: z.nullable(z.string()),
})

/** `current` is the id of the session that asks. */
export const sessionRecord = (
  row: SessionRow,
  current: string | null,
): z.infer<typeof Session> => ({
  id: row.id,
  current: row.id === current,
  device: row.device,
  host: row.host,
  createdAt: row.createdAt.toISOString(),
  lastSeenAt: row.lastSeenAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  endedAt: row.endedAt?.toISOString() ?? null,
})

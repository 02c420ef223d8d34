/** A provider as everyone outside sees one. */
import * as z from 'zod/mini'
import type { ProviderRow } from './queries.ts'
import { statuses } from './rules.ts'

const text = z.nullable(z.string())

export const Provider = z.object({
  id: z.string(),
  reference: z.string(),
  name: z.string(),
  status: z.enum(statuses),
  statusReason: text,
  /** The one that whatever names no provider belongs to. */
  isDefault: z.boolean(),
  email: text,
  country: text,
  disabledAt: text,
  deletedAt: text,
  createdAt: z.string(),
})

export type Provider = z.infer<typeof Provider>

/** What disabling it stops, and what keeps it from being deleted. */
export const ProviderBeneath = z.extend(Provider, {
  beneath: z.object({
    accounts: z.number(),
    people: z.number(),
    team: z.number(),
    keys: z.number(),
  }),
})

export const providerRecord = (row: ProviderRow): Provider => ({
  id: row.id,
  reference: row.reference,
  name: row.name,
  status: row.status,
  statusReason: row.statusReason,
  isDefault: row.isDefault,
  email: row.email,
  country: row.country,
  disabledAt: row.disabledAt?.toISOString() ?? null,
  deletedAt: row.deletedAt?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
})

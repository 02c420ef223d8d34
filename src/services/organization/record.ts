import * as z from 'zod/mini'
import type { RowOf } from '../../store/table.ts'
import type { supervisorsTable } from '../team/table.ts'
import type { OrganizationRow } from './queries.ts'

export const Organization = z.object({ id: z.string(), name: z.string(), createdAt: z.string() })

export const Owner = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  role: z.string(),
  createdAt: z.string(),
})

export const organizationRecord = (row: OrganizationRow): z.infer<typeof Organization> => ({
  id: row.id,
  name: row.name,
  createdAt: row.createdAt.toISOString(),
})

export const ownerRecord = (row: RowOf<typeof supervisorsTable>): z.infer<typeof Owner> => ({
  id: row.id,
  name: row.name,
  email: row.email,
  role: row.role,
  createdAt: row.createdAt.toISOString(),
})

/** Every permission with the operation that it is for: the operations' own list, so that it can't
 * drift. */
import * as z from 'zod/mini'
import type { Effect } from '../../kernel/operation.ts'
import { levels } from '../../kernel/permission.ts'
import { inventory } from './inventory.ts'
import { allPermissions } from './patterns.ts'

export const Permission = z.object({
  permission: z.string(),
  /** The topic of the operation. */
  topic: z.string(),
  summary: z.string(),
  effect: z.enum(['read', 'write', 'destroy']),
  /** How far one has to reach to have it. */
  level: z.enum(levels),
})

export type Permission = z.infer<typeof Permission>

/** Loads every operation: what each does is said by itself. */
export const knownPermissions = async (): Promise<Permission[]> => {
  const { catalogue } = await import('../catalogue.ts')
  const load = catalogue as Record<string, () => Promise<{ summary: string; effect: Effect }>>
  return Promise.all(
    allPermissions.map(async permission => {
      const { summary, effect } = await load[permission.replace(':', '.')]!()
      const topic = permission.slice(0, permission.indexOf(':'))
      return { permission, topic, summary, effect, level: inventory[permission].level }
    }),
  )
}

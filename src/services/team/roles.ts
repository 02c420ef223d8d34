/** What each base role may do. Custom roles, levels and scopes come with their own issue. */
import type { Permission } from '../../kernel/permission.ts'

const roles: Record<string, readonly Permission[]> = { owner: ['*'] }

export const permissionsOf = (role: string): readonly Permission[] => roles[role] ?? []

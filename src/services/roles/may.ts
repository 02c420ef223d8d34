/** Whether somebody may do something, by the permission's name. */
import type { Actor } from '../../kernel/context.ts'
import { allows, reaches } from '../../kernel/permission.ts'
import { inventory } from './inventory.ts'

export type KnownPermission = keyof typeof inventory

export const may = (
  { rights, level }: Pick<Actor, 'rights' | 'level'>,
  permission: KnownPermission,
): boolean => {
  const { reads, level: wanted } = inventory[permission]
  return reaches(level, wanted) && allows(rights, { permission, reads })
}

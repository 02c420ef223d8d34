/** Who may run what. A permission is an operation's name with a colon: `consumers:suspend`. */

/** A permission, or a pattern that stands for many: `*`, `consumers:*`, `*:list`; `@read` is every
 * operation that only reads. */
export type Permission = string

/** Lists of patterns, of which each has to allow what is asked: a role's own, what it derives from, and
 * what a key is narrowed to. */
export type Rights = readonly (readonly Permission[])[]

/** How much of the house somebody can reach at all, the widest first: every provider, one of them, some
 * of its accounts, or some sub-accounts of those. */
export const levels = ['whole', 'provider', 'account', 'sub-account'] as const
export type Level = (typeof levels)[number]

/** Whether `level` reaches as far as `wanted`. */
export const reaches = (level: Level, wanted: Level): boolean =>
  levels.indexOf(level) <= levels.indexOf(wanted)

/** The narrower of two. */
export const narrower = (one: Level, other: Level): Level => (reaches(one, other) ? other : one)

export const permissionOf = (operation: string): Permission => {
  const dot = operation.indexOf('.')
  return `${operation.slice(0, dot)}:${operation.slice(dot + 1)}`
}

/** What is asked for: a permission, and whether it only reads. */
export type Asked = { permission: Permission; reads: boolean }

/** Asked of every permission there is where roles are compared: it takes no text apart. */
const matches = (granted: Permission, { permission, reads }: Asked): boolean => {
  if (granted === '*' || granted === '*:*' || granted === permission) return true
  if (granted === '@read') return reads
  if (granted.endsWith(':*')) return permission.startsWith(granted.slice(0, -1))
  return granted.startsWith('*:') && permission.endsWith(granted.slice(1))
}

export const allows = (rights: Rights, asked: Asked): boolean =>
  rights.every(granted => granted.some(one => matches(one, asked)))
